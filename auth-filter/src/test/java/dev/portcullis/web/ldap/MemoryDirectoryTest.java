package dev.portcullis.web.ldap;

/** The contract, on UnboundID's directory in memory. */
class MemoryDirectoryTest extends DirectoryContract {

  @Override
  RunningDirectory start() {
    return new MemoryDirectory();
  }

  @Override
  boolean keepsMemberOf() {
    return false;
  }
}
