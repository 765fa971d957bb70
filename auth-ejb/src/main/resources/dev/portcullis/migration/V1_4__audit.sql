-- Who did what, when, from where, and how it ended. Rows are inserted, and deleted once they are
-- older than auth.audit.retention; none is ever changed.
CREATE TABLE auth_audit (
  id VARCHAR(32) NOT NULL PRIMARY KEY,
  occurred_at BIGINT NOT NULL,
  action_name VARCHAR(40) NOT NULL,
  outcome VARCHAR(10) NOT NULL,
  account_id VARCHAR(64),
  username VARCHAR(256),
  address VARCHAR(64) NOT NULL,
  user_agent VARCHAR(256),
  auth_method VARCHAR(20),
  provider VARCHAR(64),
  session_id VARCHAR(64),
  correlation_id VARCHAR(64) NOT NULL,
  failure VARCHAR(64),
  subject VARCHAR(256)
);

CREATE INDEX auth_audit_time ON auth_audit (occurred_at);
CREATE INDEX auth_audit_account ON auth_audit (account_id, occurred_at);
