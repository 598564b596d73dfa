-- Who types a right code is counted beside the wrong ones, as none.
alter table voucher_guesses drop constraint voucher_guesses_wrong_check;
alter table voucher_guesses add constraint voucher_guesses_wrong_check check (wrong >= 0);

-- Links by which somebody gets into an account go before news to thousands.
create index outbox_due_secret on outbox (channel, next_try_at) where state = 'waiting' and has_secret;
