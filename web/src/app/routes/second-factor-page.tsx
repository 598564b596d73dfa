import { t } from '@lingui/core/macro';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { SecondFactorForm } from '../../features/sign-in/components/second-factor-form.tsx';
import { paths, readReturnPath, withReturnPath } from '../paths.ts';
import { NarrowPage } from './narrow-page.tsx';

export function SecondFactorPage() {
  const me = useMe().data;
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const returnTo = readReturnPath(query);
  if (me) return <Navigate to={returnTo} replace />;
  return (
    <NarrowPage title={t`One more step`} lead={t`Your account asks for a second factor.`}>
      <SecondFactorForm
        onDone={() => void navigate(returnTo, { replace: true })}
        onExpired={() => void navigate(withReturnPath(paths.signIn, returnTo), { replace: true })}
      />
    </NarrowPage>
  );
}
