import { classNames } from '../../../../lib/class-names.ts';
import { inputLook } from '../../../../ui/field.tsx';
import { SearchField } from '../../../../ui/search-field.tsx';

export const productShows = {
  all: 'All but archived',
  on_sale: 'On sale',
  off_sale: 'Off sale',
  archived: 'Archived',
} as const;
export type ProductShow = keyof typeof productShows;

export type ProductFilterValue = { search: string; show: ProductShow };

type Props = { filter: ProductFilterValue; onChange: (filter: ProductFilterValue) => void };

/** By text and by whether it is sold. */
export function ProductFilter({ filter, onChange }: Props) {
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <SearchField
        label="Search products"
        placeholder="Product, template, lab, pool"
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <select
        aria-label="Show"
        className={classNames(inputLook, 'w-auto!')}
        value={filter.show}
        onChange={(event) => onChange({ ...filter, show: readShow(event.target.value) })}
      >
        {Object.entries(productShows).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
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
