import { Navigate, Outlet, useLocation } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { ErrorState } from '../../ui/list-states.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths, withReturnPath } from '../paths.ts';

/** Lets members through; everyone else signs in and comes back. */
export function RequireMember() {
  const me = useMe();
  const location = useLocation();
  if (me.data) return <Outlet />;
  if (me.data === null) {
    return <Navigate to={withReturnPath(paths.signIn, location.pathname + location.search)} replace />;
  }
  if (me.error) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  return <SkeletonList />;
}
