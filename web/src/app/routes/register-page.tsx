import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { useSetupStatus } from '../../features/accounts/api/get-setup-status.ts';
import { RegisterForm } from '../../features/accounts/components/register-form.tsx';
import { paths, readReturnPath, withReturnPath } from '../paths.ts';
import { NarrowPage } from './narrow-page.tsx';

export function RegisterPage() {
  const me = useMe().data;
  const setup = useSetupStatus();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const wanted = readReturnPath(query);
  // Whoever registers while the first admin is missing most likely holds the setup code.
  const next = setup.data?.needed && wanted === paths.shop ? paths.setup : wanted;
  if (me) return <Navigate to={next} replace />;
  return (
    <NarrowPage
      title="Create your account"
      lead="It takes a name, an e-mail address and a password."
      below={
        <>
          Already a member?{' '}
          <Link
            className="text-link font-semibold underline underline-offset-2"
            to={withReturnPath(paths.signIn, wanted)}
          >
            Sign in
          </Link>
        </>
      }
    >
      <RegisterForm onDone={() => void navigate(next, { replace: true })} />
    </NarrowPage>
  );
}
