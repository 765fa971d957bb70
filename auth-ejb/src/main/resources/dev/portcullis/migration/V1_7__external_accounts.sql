-- Who an account is at a source outside: a user table, a directory, a provider.
CREATE TABLE auth_federated_identity (
  -- SHA-256 of issuer and subject: unique and exact under any collation.
  identity_key VARCHAR(64) NOT NULL,
  issuer VARCHAR(255) NOT NULL,
  subject VARCHAR(255) NOT NULL,
  account_id VARCHAR(32) NOT NULL,
  -- The name by which the source finds it, as the source writes it.
  login_name VARCHAR(255) NOT NULL,
  -- Keyed hash of what the source stored for the password when it was last proven; null before.
  credential_mark VARCHAR(80),
  -- PHC string of that password, to be used as long as the mark is the same; null without.
  password_hash VARCHAR(512),
  -- The source no longer has it, and the account was disabled for that.
  gone BOOLEAN NOT NULL,
  -- When the source was last asked, and when it last confirmed.
  checked_at BIGINT NOT NULL,
  verified_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT auth_federated_identity_pk PRIMARY KEY (identity_key),
  CONSTRAINT auth_federated_identity_fk FOREIGN KEY (account_id) REFERENCES auth_account (id)
);
CREATE INDEX auth_federated_identity_account_ix ON auth_federated_identity (account_id);
CREATE INDEX auth_federated_identity_checked_ix ON auth_federated_identity (checked_at);
