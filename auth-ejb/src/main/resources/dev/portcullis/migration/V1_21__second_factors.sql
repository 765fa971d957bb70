-- Second factors. Times are epoch milliseconds (UTC).
CREATE TABLE auth_totp (
  id VARCHAR(32) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  -- False: set up, and not used yet; the one in use, if there is one, still holds.
  active BOOLEAN NOT NULL,
  -- The shared secret under auth.encryption_key, bound to the account.
  sealed_secret VARCHAR(512) NOT NULL,
  -- SHA1, SHA256 or SHA512; digits of a code; seconds of a step.
  algorithm VARCHAR(8) NOT NULL,
  digits INTEGER NOT NULL,
  period_seconds INTEGER NOT NULL,
  -- The last step of which a code was used: only later ones count.
  last_step BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  activated_at BIGINT,
  CONSTRAINT auth_totp_pk PRIMARY KEY (id),
  CONSTRAINT auth_totp_account_uq UNIQUE (account_id, active),
  CONSTRAINT auth_totp_fk FOREIGN KEY (account_id) REFERENCES auth_account (id)
);

CREATE TABLE auth_recovery_code (
  id VARCHAR(32) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  -- False: made with a factor that is set up, and not used yet.
  active BOOLEAN NOT NULL,
  -- SHA-256 of account and code.
  code_hash VARCHAR(64) NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  CONSTRAINT auth_recovery_code_pk PRIMARY KEY (id),
  CONSTRAINT auth_recovery_code_fk FOREIGN KEY (account_id) REFERENCES auth_account (id)
);
CREATE INDEX auth_recovery_code_account_ix ON auth_recovery_code (account_id, active);
