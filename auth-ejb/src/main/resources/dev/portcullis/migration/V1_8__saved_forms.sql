-- Forms that were sent when nobody was signed in any more, kept over the login. Times are epoch
-- milliseconds (UTC).
CREATE TABLE auth_saved_form (
  -- SHA-256 of what the browser holds.
  ticket_hash VARCHAR(64) NOT NULL,
  -- Who was signed in when it was typed; null where that is not known.
  account_id VARCHAR(32),
  -- The sender's /24 or /56, for the limit.
  network VARCHAR(64) NOT NULL,
  -- Target, content type and body under auth.encryption_key, bound to ticket and account.
  sealed VARCHAR(15000) NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_saved_form_pk PRIMARY KEY (ticket_hash)
);
CREATE INDEX auth_saved_form_network_ix ON auth_saved_form (network, created_at);
CREATE INDEX auth_saved_form_created_ix ON auth_saved_form (created_at);
CREATE INDEX auth_saved_form_expires_ix ON auth_saved_form (expires_at);
