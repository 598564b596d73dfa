import { useWatch } from 'react-hook-form';
import { formatMinutes } from '../../../../lib/format.ts';
import type { ProductFormApi } from '../product-values.ts';

type Name = 'durationMinutes' | 'maxLifeMinutes' | 'idleMinutes' | 'extension.minutes';

/** The typed minutes as people say them, once they are an hour or more; the label says minutes already. */
export function MinutesHint({ form, name }: { form: ProductFormApi; name: Name }) {
  const value = useWatch({ control: form.control, name });
  return typeof value === 'number' && Number.isInteger(value) && value >= 60 ? formatMinutes(value) : null;
}
