package dev.portcullis.web.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.portcullis.Confidential;
import dev.portcullis.TemporarilyUnavailableException;
import dev.portcullis.testing.Proves;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A directory that sends us to a host where somebody collects passwords. */
@Proves("S59")
class ReferralTest {

  private static final String ALICE = "uid=alice,ou=people,dc=example,dc=com";

  /** Refers searches or binds of people to that port. */
  private static final class Referring extends InMemoryOperationInterceptor {

    private final String target;
    private final boolean searches;

    Referring(int port, boolean searches) {
      this.target = "ldap://localhost:" + port + "/" + ALICE;
      this.searches = searches;
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request)
        throws LDAPException {
      if (searches && request.getRequest().getBaseDN().startsWith("ou=")) {
        throw referral();
      }
    }

    @Override
    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request)
        throws LDAPException {
      if (!searches && request.getRequest().getBindDN().equals(ALICE)) {
        throw referral();
      }
    }

    private LDAPException referral() {
      return new LDAPException(
          ResultCode.REFERRAL, "elsewhere", null, new String[] {target}, null, null);
    }
  }

  private static void assertNobodyComes(ServerSocket trap) throws IOException {
    trap.setSoTimeout(500);
    assertThatThrownBy(
            () -> {
              try (var visitor = trap.accept()) {
                throw new AssertionError("followed to " + visitor.getLocalPort());
              }
            })
        .isInstanceOf(SocketTimeoutException.class);
  }

  private static MemoryDirectory referring(@Nullable Referring interceptor) {
    return new MemoryDirectory(
        RunningDirectory.AUTHORITY.issue(
            RunningDirectory.AUTHORITY.server(Instant.now()).host("localhost")),
        interceptor);
  }

  @Test
  void aSearchThatIsReferredIsNotFollowedAndIsNotNobody() throws IOException {
    try (var trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var running = referring(new Referring(trap.getLocalPort(), true));
        var directory = DirectoryContract.open(running.yaml())) {
      assertThatThrownBy(() -> directory.find("alice"))
          .isInstanceOf(TemporarilyUnavailableException.class);
      assertNobodyComes(trap);
    }
  }

  @Test
  void aBindThatIsReferredTakesNoPasswordElsewhere() throws IOException {
    try (var trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var running = referring(new Referring(trap.getLocalPort(), false));
        var directory = DirectoryContract.open(running.yaml())) {
      var alice = directory.find("alice").orElseThrow();
      assertThatThrownBy(() -> directory.prove(alice, Confidential.of(RunningDirectory.PASSWORD)))
          .isInstanceOf(TemporarilyUnavailableException.class);
      assertNobodyComes(trap);
    }
  }

  @Test
  void anEntryThatIsAReferralIsNotFollowed() throws IOException {
    try (var trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var running = referring(null);
        var directory = DirectoryContract.open(running.yaml())) {
      running.change(
          """
          dn: ou=branch,ou=people,dc=example,dc=com
          changetype: add
          objectClass: referral
          objectClass: extensibleObject
          ou: branch
          ref: ldap://localhost:%d/ou=branch
          """
              .formatted(trap.getLocalPort()));
      assertThat(directory.find("alice")).isPresent();
      assertThat(directory.find("nobody")).isEmpty();
      assertNobodyComes(trap);
    }
  }
}
