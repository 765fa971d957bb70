package dev.portcullis.web.ldap;

import org.junit.jupiter.api.Tag;

/** The contract, on OpenLDAP. */
@Tag("slapd")
class SlapdTest extends DirectoryContract {

  @Override
  RunningDirectory start() {
    return new Slapd();
  }
}
