import { t } from '@lingui/core/macro';
import { useSearchParams } from 'react-router';
import { DeviceApproval } from '../../features/api-keys/components/device-approval.tsx';
import { DeviceCodeForm } from '../../features/api-keys/components/device-code-form.tsx';
import { NarrowPage } from './narrow-page.tsx';

/** Where a program on another screen sends its member: the code is typed, or stands in the address. */
export function DevicePage() {
  const [query, setQuery] = useSearchParams();
  const code = query.get('code');
  return (
    <NarrowPage title={t`Sign a program in`}>
      {code ? (
        <DeviceApproval key={code} code={code} onOther={() => setQuery({}, { replace: true })} />
      ) : (
        <DeviceCodeForm onCode={(typed) => setQuery({ code: typed })} />
      )}
    </NarrowPage>
  );
}
