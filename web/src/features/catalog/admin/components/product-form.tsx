import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import type { Pool } from '@coinslot/shared/http/admin-pools.ts';
import { type AdminProduct, ProductDraft } from '@coinslot/shared/http/admin-products.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import { paths } from '../../../../app/paths.ts';
import { useSave } from '../../../../lib/use-save.ts';
import { LeaveGuard } from '../../../../ui/leave-guard.tsx';
import { SaveNotices } from '../../../../ui/save-notices.tsx';
import { SaveOrCancel } from '../../../../ui/save-or-cancel.tsx';
import { createProduct } from '../api/create-product.ts';
import { editProduct } from '../api/edit-product.ts';
import { adminProductsKey } from '../api/list-admin-products.ts';
import { type ProductValues, toProductValues } from '../product-values.ts';
import { ProductMachineFields } from './product-machine-fields.tsx';
import { ProductPreview } from './product-preview.tsx';
import { ProductSaleFields } from './product-sale-fields.tsx';
import { ProductSourceFields } from './product-source-fields.tsx';
import { ProductTimeFields } from './product-time-fields.tsx';

const names = [
  'name',
  'description',
  'poolId',
  'labId',
  'template',
  'durationMinutes',
  'price',
  'attributes.size',
  'attributes.cpus',
  'attributes.memoryMb',
  'attributes.diskMb',
  'attributes.gpu.model',
  'attributes.gpu.count',
  'attributes.gpu.memoryMb',
  'stock',
  'perMemberMax',
  'extension.minutes',
  'extension.price',
  'maxLifeMinutes',
  'idleMinutes',
] as const;

const labels = {
  name: msg`Name`,
  description: msg`Description`,
  poolName: msg`Pool`,
  labName: msg`Lab`,
  template: msg`Template`,
  durationMinutes: msg`Minutes`,
  price: msg`Price`,
  attributes: msg`Size and parts`,
  onSale: msg`On sale`,
  refundsUnusedOnStop: msg`Refund on stop`,
  stock: msg`Stock`,
  perMemberMax: msg`Per member`,
  extension: msg`Extension`,
  maxLifeMinutes: msg`Longest life`,
  idleMinutes: msg`Idle end`,
  archivedAt: msg`Archive`,
} satisfies Partial<Record<keyof AdminProduct, MessageDescriptor>>;

type ProductFormProps = {
  product: AdminProduct | null;
  pools: readonly Pool[];
  labs: readonly Lab[];
  reload: () => Promise<AdminProduct | undefined>;
};

/** Makes a product, or changes one. */
export function ProductForm({ product, ...rest }: ProductFormProps) {
  const [opened, setOpened] = useState(product);
  return <ProductFields key={opened?.revision ?? 'new'} product={opened} onLoadNewer={setOpened} {...rest} />;
}

type ProductFieldsProps = ProductFormProps & { onLoadNewer: (newer: AdminProduct) => void };

function ProductFields({ product, pools, labs, reload, onLoadNewer }: ProductFieldsProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const first = { poolId: pools[0]?.id ?? '', labId: labs[0]?.id ?? '' };
  const form = useForm<ProductValues, unknown, ProductDraft>({
    resolver: zodResolver(ProductDraft),
    defaultValues: toProductValues(product, first),
  });
  const save = useSave<ProductDraft, AdminProduct, (typeof names)[number]>({
    item: product,
    send: (draft, revision, key) =>
      product && revision !== null
        ? editProduct(product.id, { ...draft, revision })
        : createProduct(draft, key),
    reload,
    names,
    setError: form.setError,
    refresh: () => client.refetchQueries({ queryKey: adminProductsKey }),
    onSaved: (saved) => {
      toast.success(t`${saved.name} is saved.`);
      void navigate(paths.adminProducts);
    },
  });
  return (
    <form
      noValidate
      className="grid items-start gap-4 lg:grid-cols-[1fr_22rem]"
      onSubmit={(event) => void form.handleSubmit(save.run)(event)}
    >
      <LeaveGuard when={form.formState.isDirty} />
      <div className="min-w-0 space-y-4">
        <ProductSourceFields form={form} pools={pools} labs={labs} />
        <ProductSaleFields form={form} isNew={product === null} />
        <ProductMachineFields form={form} />
        <ProductTimeFields form={form} labs={labs} />
        <SaveNotices save={save} item={product} labels={labels} onLoadNewer={onLoadNewer} />
        <SaveOrCancel cancelTo={paths.adminProducts} pending={save.isPending}>
          {product ? t`Save the product` : t`Create the product`}
        </SaveOrCancel>
      </div>
      <ProductPreview form={form} labs={labs} />
    </form>
  );
}
