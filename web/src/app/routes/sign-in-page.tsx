import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { useMe } from '../../features/accounts/api/get-me.ts';
import { SignInForm } from '../../features/accounts/components/sign-in-form.tsx';
import { paths, readReturnPath, withReturnPath } from '../paths.ts';
import { NarrowPage } from './narrow-page.tsx';

export function SignInPage() {
  const me = useMe().data;
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const returnTo = readReturnPath(query);
  if (me) return <Navigate to={returnTo} replace />;
  return (
    <NarrowPage
      title="Sign in"
      lead="Good to see you again."
      below={
        <>
          New here?{' '}
          <Link
            className="text-link font-semibold underline underline-offset-2"
            to={withReturnPath(paths.register, returnTo)}
          >
            Create an account
          </Link>
        </>
      }
    >
      <SignInForm onDone={() => void navigate(returnTo, { replace: true })} />
    </NarrowPage>
  );
}
