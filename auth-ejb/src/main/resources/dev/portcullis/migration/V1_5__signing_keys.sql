-- The life of a signing key. Times are epoch milliseconds (UTC).
-- PENDING: published, verifies, does not sign yet. SIGNING: the one that signs. VERIFYING: signs no
-- more, and verifies until its last token has expired. RETIRED: refused, without a private half.
ALTER TABLE auth_signing_key ADD COLUMN phase VARCHAR(10) DEFAULT 'SIGNING' NOT NULL;
-- When it began to sign; while it is pending, when it shall at the earliest, or null for its turn.
ALTER TABLE auth_signing_key ADD COLUMN activates_at BIGINT;
-- While it is verifying, when that ends; when it is retired, since when.
ALTER TABLE auth_signing_key ADD COLUMN retires_at BIGINT;
UPDATE auth_signing_key SET phase = 'RETIRED', sealed_private_key = '' WHERE state = 'RETIRED';
UPDATE auth_signing_key SET activates_at = created_at;
ALTER TABLE auth_signing_key DROP COLUMN state;

-- Whoever changes the keys goes first, the others wait.
INSERT INTO auth_account_guard (name, turns) VALUES ('signing keys', 0);
