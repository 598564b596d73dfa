import { AddUserNoteRequest, type AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { allRows } from '../../../lib/cursor-query.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { LeaveGuard } from '../../../ui/leave-guard.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { sayKeptName } from '../../../words/say-kept.ts';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { addUserNote } from '../api/add-user-note.ts';
import { useUserNotes } from '../api/list-user-notes.ts';
import { usersKey } from '../api/list-users.ts';

/** What admins wrote down about a member, who never sees it. */
export function UserNotes({ user }: { user: AdminUserDetail }) {
  const me = useSignedIn();
  const notes = useUserNotes(user.id);
  return (
    <Card>
      <CardTitle>
        <Trans>Notes</Trans>
      </CardTitle>
      <p className="text-soft mb-3 text-sm">
        <Trans>For admins alone. A note cannot be changed afterwards.</Trans>
      </p>
      {mayDo(me, 'admin.users.notes') ? <NoteForm userId={user.id} /> : null}
      <QueryView
        query={notes}
        loading={<SkeletonList rows={1} rowClassName="h-14" />}
        empty={{
          when: (data) => allRows(data).length === 0,
          show: (
            <p className="text-soft">
              <Trans>No notes yet.</Trans>
            </p>
          ),
        }}
      >
        {(data) => (
          <>
            <ul className="divide-line divide-y">
              {allRows(data).map((note) => (
                <li key={note.id} className="py-3">
                  <p className="break-words whitespace-pre-wrap">{note.text}</p>
                  <p className="text-soft text-sm">
                    {sayKeptName(note.authorName)} · <Moment at={note.at} />
                  </p>
                </li>
              ))}
            </ul>
            <LoadMore query={notes} />
          </>
        )}
      </QueryView>
    </Card>
  );
}

function NoteForm({ userId }: { userId: string }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(AddUserNoteRequest), defaultValues: { text: '' } });
  const { errors, isDirty } = form.formState;
  const act = useAct({
    send: (body: AddUserNoteRequest, key) => addUserNote(userId, body, key),
    repeatable: true,
    onDone: () => {
      setRefusal(null);
      form.reset({ text: '' });
      void client.invalidateQueries({ queryKey: [...usersKey, userId] });
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['text'], form.setError)),
  });
  return (
    <form
      noValidate
      className="border-line mb-2 space-y-3 border-b pb-4"
      onSubmit={(event) => void form.handleSubmit(act.run)(event)}
    >
      <LeaveGuard when={isDirty} />
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field label={t`New note`} error={fieldWords(errors.text, t`From 1 to 4,000 characters`)}>
        {(control) => <textarea {...control} rows={2} maxLength={4000} {...form.register('text')} />}
      </Field>
      <Button type="submit" size="small" pending={act.isPending}>
        <Trans>Add the note</Trans>
      </Button>
    </form>
  );
}
