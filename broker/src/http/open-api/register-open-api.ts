import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../broker-app.ts';
import { contractSchemas } from './contract-schemas.ts';
import { describeRoute } from './describe-route.ts';
import { pruneComponents } from './prune-components.ts';

/** The page's address; the document is at `/api/docs/json`. */
export const openApiPrefix = '/api/docs';

/**
 * Describes the API from the schemas that validate it, and serves the description and a page to read it. Register it before the
 * routes. The page needs nothing but its own files, so it lives under the same content security policy as everything else.
 */
export async function registerOpenApi(
  app: BrokerApp,
  ctx: Pick<BrokerContext, 'config'>,
  cookieName: string,
): Promise<void> {
  const toComponents = createJsonSchemaTransformObject({ schemaRegistry: contractSchemas });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: { title: 'Coinslot', version: 'v1', description },
      servers: [{ url: ctx.config.http.publicUrl }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: cookieName },
          apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'cs_…' },
        },
      },
      tags: tags.map((name) => ({ name })),
    },
    transform: describeRoute,
    transformObject: (document) => pruneComponents(toComponents(document)),
  });
  await app.register(swaggerUi, {
    routePrefix: openApiPrefix,
    theme: { title: 'Coinslot API' },
    // Its own look-up of a badge at a foreign address is off.
    uiConfig: { validatorUrl: null, docExpansion: 'none', tagsSorter: 'alpha' },
  });
}

const tags = ['accounts', 'api-keys', 'audit', 'catalog', 'fleet', 'labs', 'machines', 'wallet'];

const description = `JSON over HTTP. Every change from a browser carries \`Origin\`; one that creates or acts also carries an
\`Idempotency-Key\`. Errors are problem details (RFC 9457). Programs send an API key
(\`Authorization: Bearer cs_…\`) instead of a cookie, and no \`Origin\`. Lists that grow are read by \`cursor\`. Times are UTC.

Not described here, on purpose: signing up, in and out (\`/api/auth\`, better-auth's own paths), the workers' socket
(\`/worker/v1\`, its messages have contracts of their own), health and metrics.`;
