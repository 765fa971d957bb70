-- Codes by e-mail and SMS. Times are epoch milliseconds (UTC).
CREATE TABLE auth_code_target (
  id VARCHAR(32) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  -- EMAIL or SMS.
  method VARCHAR(8) NOT NULL,
  -- False: set up, and not proven yet; the one in use, if there is one, still holds.
  active BOOLEAN NOT NULL,
  -- The address or the number (E.164) under auth.encryption_key, bound to account and method.
  sealed_target VARCHAR(1024) NOT NULL,
  created_at BIGINT NOT NULL,
  activated_at BIGINT,
  CONSTRAINT auth_code_target_pk PRIMARY KEY (id),
  CONSTRAINT auth_code_target_account_uq UNIQUE (account_id, method, active),
  CONSTRAINT auth_code_target_fk FOREIGN KEY (account_id) REFERENCES auth_account (id)
);

CREATE TABLE auth_sent_code (
  id VARCHAR(32) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  -- Where it was sent; one that goes takes its codes along.
  target_id VARCHAR(32) NOT NULL,
  -- SHA-256 of the login or the session that it is for, and counts in alone.
  occasion VARCHAR(64) NOT NULL,
  -- False: made, and not taken by the service that sends it.
  in_force BOOLEAN NOT NULL,
  -- HMAC-SHA-256 under a key of auth.encryption_key.
  code_mac VARCHAR(64) NOT NULL,
  -- Guesses that were made at it.
  tries INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT auth_sent_code_pk PRIMARY KEY (id),
  CONSTRAINT auth_sent_code_fk FOREIGN KEY (account_id) REFERENCES auth_account (id)
);
CREATE INDEX auth_sent_code_target_ix ON auth_sent_code (target_id, occasion);
CREATE INDEX auth_sent_code_account_ix ON auth_sent_code (account_id);
CREATE INDEX auth_sent_code_expires_ix ON auth_sent_code (expires_at);
