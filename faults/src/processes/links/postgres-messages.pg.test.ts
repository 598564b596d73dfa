import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { openProxy } from '../proxy/open-proxy.ts';
import { readPostgres } from './postgres-messages.ts';

test('what becomes lasting is seen before the server has it and before the client knows, with its statements and parameters', async () => {
  const url = new URL(inject('testPostgres').url);
  const seen: string[] = [];
  const proxy = await openProxy({
    to: { host: url.hostname, port: Number(url.port) },
    watch: () =>
      readPostgres((way, { moment, text }) => {
        seen.push(`${way} ${moment} ${text.replaceAll(/[^\w ,$()]/g, '')}`);
        return undefined;
      }),
  });
  url.port = String(proxy.port);
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  seen.length = 0;
  await client.query('create temporary table kept (word text)');
  await client.query('begin');
  await client.query('insert into kept values ($1)', ['first']);
  await client.query('commit');
  await client.query('begin');
  await client.query('insert into kept values ($1)', ['undone']);
  await client.query('rollback');
  await client.query({ name: 'again', text: 'insert into kept values ($1)', values: ['second'] });
  await client.query({ name: 'again', text: 'insert into kept values ($1)', values: ['third'] });
  const { rows } = await client.query<{ word: string }>('select word from kept order by word');
  await client.end();
  await proxy.close();
  expect(rows.map(({ word }) => word)).toEqual(['first', 'second', 'third']);
  const lasting = [
    'commit insert into kept values ($1)first',
    'statement insert into kept values ($1)second',
    'statement insert into kept values ($1)third',
  ];
  expect(seen.filter((line) => line.includes('insert'))).toEqual(
    lasting.flatMap((line) => [`up ${line}`, `down ${line}`]),
  );
});
