-- Marks are kept with each grant from here on, not only when an account goes; these are of the accounts that had theirs before. Written
-- as accounts/reward-marks.ts reads them.
insert into reward_marks (mark, campaign_id)
select encode(sha256(convert_to(i.reward_salt || ':' || known.text, 'UTF8')), 'hex'), g.campaign_id
from installation i, campaign_grants g join (
  select id as user_id, 'email:' || regexp_replace(lower(email), '\+[^@]*@', '@') as text from users where deleted_at is null
  union
  select user_id, 'identity:' || issuer || ':' || subject from identities where issuer <> 'credential'
) known on known.user_id = g.user_id
on conflict do nothing;
