import { SkeletonList } from '../../ui/skeleton.tsx';

/** Before the first page's file has come. */
export function LoadingPage() {
  return (
    <div className="mx-auto max-w-6xl px-4 pt-24 sm:px-6">
      <SkeletonList />
    </div>
  );
}
