import { msg, t } from '@lingui/core/macro';
import { classNames } from '../../../../lib/class-names.ts';
import { inputLook } from '../../../../ui/field.tsx';
import { SearchField } from '../../../../ui/search-field.tsx';
import { say } from '../../../../words/say.ts';

export const productShows = {
  all: msg`All but archived`,
  on_sale: msg`On sale`,
  off_sale: msg`Off sale`,
  archived: msg`Archived`,
} as const;
export type ProductShow = keyof typeof productShows;

export type ProductFilterValue = { search: string; show: ProductShow };

type Props = { filter: ProductFilterValue; onChange: (filter: ProductFilterValue) => void };

/** By text and by whether it is sold. */
export function ProductFilter({ filter, onChange }: Props) {
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <SearchField
        label={t`Search products`}
        placeholder={t`Product, template, lab, pool`}
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <select
        aria-label={t`Show`}
        className={classNames(inputLook, 'w-auto!')}
        value={filter.show}
        onChange={(event) => onChange({ ...filter, show: readShow(event.target.value) })}
      >
        {Object.entries(productShows).map(([value, words]) => (
          <option key={value} value={value}>
            {say(words)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** One of the choices; anything else means all. */
export function readShow(text: string | null): ProductShow {
  return text !== null && text in productShows ? (text as ProductShow) : 'all';
}
