import { useState } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { ErrorState } from '../../ui/list-states.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths, withParting, withReturnPath } from '../paths.ts';

/** Lets members through; everyone else signs in and comes back. Whose session ended while they were here is told so there. */
export function RequireMember() {
  const me = useMe();
  const location = useLocation();
  const [wasHere, setWasHere] = useState(false);
  if (me.data && !wasHere) setWasHere(true);
  if (me.data) return <Outlet />;
  if (me.data === null) {
    const signIn = withReturnPath(paths.signIn, location.pathname + location.search);
    return <Navigate to={wasHere ? withParting(signIn, 'ended') : signIn} replace />;
  }
  if (me.error) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  return <SkeletonList />;
}
