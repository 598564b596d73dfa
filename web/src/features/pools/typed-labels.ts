import { Label } from '@coinslot/shared/http/admin-pools.ts';
import { msg } from '@lingui/core/macro';
import { z } from 'zod';

/** Labels as they are typed: one text, parted by commas or spaces. */
export const TypedLabels = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(Label).max(20));

export const typedLabelsRefusal = msg`At most 20 labels of lower-case letters, digits, dots and hyphens`;
