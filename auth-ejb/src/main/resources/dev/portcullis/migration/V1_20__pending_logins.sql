-- Logins that wait for a second factor, five minutes at most. Times are epoch milliseconds (UTC).
CREATE TABLE auth_pending_login (
  -- SHA-256 of what the client holds.
  token_hash VARCHAR(64) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  -- The account's when the first factor was proven: a later change makes the proof void.
  security_version INTEGER NOT NULL,
  -- An AuthenticationMethod, and the provider that answered.
  method VARCHAR(32) NOT NULL,
  provider VARCHAR(64),
  -- Values of amr (RFC 8176), separated by spaces.
  amr VARCHAR(255) NOT NULL,
  -- The OAuth client that tokens are for; null for the application's own.
  client_id VARCHAR(128),
  -- What the provider knows the login by; see auth_session.
  provider_session VARCHAR(64),
  -- The account has no second factor yet and has to enrol one.
  enrolment BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_pending_login_pk PRIMARY KEY (token_hash),
  CONSTRAINT auth_pending_login_fk FOREIGN KEY (account_id) REFERENCES auth_account (id)
);
CREATE INDEX auth_pending_login_account_ix ON auth_pending_login (account_id);
CREATE INDEX auth_pending_login_expires_ix ON auth_pending_login (expires_at);

-- What the provider knows a session by, so that a logout there ends it here; null without one.
ALTER TABLE auth_session ADD COLUMN provider_session VARCHAR(64);
CREATE INDEX auth_session_provider_ix ON auth_session (provider_session);

-- Guesses at second factors have a counter of their own, whether or not there is one yet.
INSERT INTO auth_attempt (account_id, kind, failures, blocked_until, last_attempt_at)
  SELECT id, 'SECOND_FACTOR', 0, 0, 0 FROM auth_account;
