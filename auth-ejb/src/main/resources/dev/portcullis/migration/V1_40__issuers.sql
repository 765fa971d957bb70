-- From one issuer to the next, whatever the order of texts is: which of them there are accounts of.
CREATE INDEX auth_federated_identity_issuer_ix ON auth_federated_identity (issuer);
