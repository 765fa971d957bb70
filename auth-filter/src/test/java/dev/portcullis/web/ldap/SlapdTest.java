package dev.portcullis.web.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract, on OpenLDAP. */
@Tag("slapd")
class SlapdTest extends DirectoryContract {

  @Override
  RunningDirectory start() {
    return new Slapd();
  }

  @Test
  @Proves("S58")
  void theOneEntryThatTheDirectorysOwnLimitLeavesOfTwoIsNotTakenForTheOnlyOne() {
    try (var slapd = new Slapd(1);
        var directory = open(slapd.yaml())) {
      assertThat(directory.find("alice")).isPresent();
      assertThatThrownBy(() -> directory.find("twin"))
          .isInstanceOf(TemporarilyUnavailableException.class);
    }
  }
}
