import { type AddUserNoteRequest, UserNote } from '@coinslot/shared/http/admin-users.ts';
import { request } from '../../../lib/request.ts';

/** Writes a note down; it is never changed afterwards. */
export function addUserNote(
  userId: string,
  body: AddUserNoteRequest,
  idempotencyKey: string,
): Promise<UserNote> {
  return request({
    method: 'POST',
    path: `/api/v1/admin/users/${encodeURIComponent(userId)}/notes`,
    body,
    idempotencyKey,
    answer: UserNote,
  });
}
