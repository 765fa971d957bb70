package dev.portcullis.web.ldap;

import dev.portcullis.Confidential;
import dev.portcullis.config.DirectorySettings;
import dev.portcullis.web.ldap.Gate.UnreachableException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ldaptive.BindConnectionInitializer;
import org.ldaptive.BindResponse;
import org.ldaptive.Connection;
import org.ldaptive.ConnectionConfig;
import org.ldaptive.Credential;
import org.ldaptive.DefaultConnectionFactory;
import org.ldaptive.LdapEntry;
import org.ldaptive.LdapException;
import org.ldaptive.PooledConnectionFactory;
import org.ldaptive.ResultCode;
import org.ldaptive.SearchRequest;
import org.ldaptive.SearchResponse;
import org.ldaptive.SearchScope;
import org.ldaptive.SimpleBindRequest;
import org.ldaptive.control.PasswordPolicyControl;
import org.ldaptive.pool.IdlePruneStrategy;
import org.ldaptive.pool.ValidationException;
import org.ldaptive.ssl.AllowAnyHostnameVerifier;
import org.ldaptive.ssl.DefaultHostnameVerifier;
import org.ldaptive.ssl.SslConfig;

/**
 * The connections to one directory. Those for searches are kept, and bound as the configured entry
 * only; one on which a person is bound serves once and is closed (S59). Nothing follows a referral.
 */
final class LdapConnections implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.web.ldap");
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration PRUNING = Duration.ofMinutes(1);

  static {
    WireLog.silence();
  }

  private final DirectorySettings settings;
  private final Gate searching;
  private final Gate proving;
  private final Servers servers;
  private final LiveConnection live;
  private final NewConnections made;
  private final PooledConnectionFactory searches;
  private final DefaultConnectionFactory binds;

  LdapConnections(DirectorySettings settings, Clock clock) {
    this.settings = settings;
    var to = settings.connection();
    searching = new Gate(settings.name(), to.poolSize(), to.poolWait(), clock);
    proving = new Gate(settings.name(), to.poolSize(), to.poolWait(), clock);
    servers = new Servers(to.servers(), clock);
    live = new LiveConnection(to.responseTimeout(), servers, clock);
    binds = DefaultConnectionFactory.builder().config(config(to, servers).build()).build();
    var forSearches = config(to, servers);
    if (to.bindDn() != null) {
      forSearches.connectionInitializers(
          BindConnectionInitializer.builder()
              .dn(to.bindDn())
              .credential(new Credential(to.bindPassword().revealUtf8()))
              .build());
    }
    made = new NewConnections(forSearches.build());
    searches =
        PooledConnectionFactory.builder()
            .config(made.getConnectionConfig())
            .name(settings.name())
            .min(0)
            .max(to.poolSize())
            .blockWaitTime(to.poolWait().plus(to.connectTimeout()))
            .failFastInitialize(false)
            .validateOnCheckOut(true)
            .validator(live)
            .pruneStrategy(IdlePruneStrategy.builder().idle(IDLE).period(PRUNING).build())
            .build();
    searches.setDefaultConnectionFactory(made);
    searches.initialize();
  }

  private static ConnectionConfig.Builder config(DirectorySettings.Connection to, Servers servers) {
    var ssl =
        SslConfig.builder()
            .trustManagers(TrustedAuthorities.read(to.trustStore(), to.trustStorePassword()))
            .hostnameVerifier(
                to.checkHostName() ? new DefaultHostnameVerifier() : new AllowAnyHostnameVerifier())
            .protocols("TLSv1.3", "TLSv1.2")
            .handshakeTimeout(to.connectTimeout())
            .build();
    return ConnectionConfig.builder()
        .url(String.join(" ", to.servers().stream().map(Object::toString).toList()))
        .connectionStrategy(servers)
        .sslConfig(ssl)
        .useStartTLS(to.startTls())
        .connectTimeout(to.connectTimeout())
        .startTLSTimeout(to.connectTimeout())
        .responseTimeout(to.responseTimeout())
        .autoReconnect(false)
        .autoReplay(false);
  }

  /**
   * Searches as the configured entry.
   *
   * @return what was found; with a size limit at most that many, though there may be more. One
   *     entry by itself is all that there is (S58)
   * @throws dev.portcullis.TemporarilyUnavailableException if there is no answer, or one that says
   *     nothing about who is there: never taken for nobody (S74)
   */
  List<LdapEntry> search(SearchRequest request) {
    return searching.ask(() -> searchNow(request));
  }

  /**
   * A search changes nothing, so where a server fails the next one is asked the same: once each,
   * and each no longer than the timeouts.
   */
  private List<LdapEntry> searchNow(SearchRequest request) throws UnreachableException {
    for (int left = settings.connection().servers().size(); ; left--) {
      try (var connection = take()) {
        try {
          return entries(request, connection.operation(request).execute());
        } catch (LdapException e) {
          doubt(connection);
          var failure = told("searching", e);
          if (left <= 1 || !servers.hasUndoubted()) {
            throw failure;
          }
        }
      } catch (LdapException e) {
        var why = e instanceof ValidationException ? null : made.failure();
        throw told("connecting", why == null ? e : why);
      }
    }
  }

  /**
   * A connection that serves. The pool drops one that does not, and then fails instead of looking
   * further: as many may be gone as it can hold, and the new ones to servers that hang.
   */
  private Connection take() throws LdapException {
    var to = settings.connection();
    for (int left = to.poolSize() + to.servers().size(); ; left--) {
      try {
        return searches.getConnection();
      } catch (ValidationException e) {
        if (left <= 1 || !servers.hasUndoubted()) {
          throw e;
        }
      }
    }
  }

  private List<LdapEntry> entries(SearchRequest request, SearchResponse response)
      throws UnreachableException {
    var code = response.getResultCode();
    // A server may have a limit below ours: one entry that it cut off at is not the only one.
    boolean more = code == ResultCode.SIZE_LIMIT_EXCEEDED && response.getEntries().size() > 1;
    // Where one entry is asked for, there being none is an answer.
    boolean gone =
        code == ResultCode.NO_SUCH_OBJECT && request.getSearchScope() == SearchScope.OBJECT;
    if (code != ResultCode.SUCCESS && !more && !gone) {
      throw told("searching " + request.getBaseDn(), code.name(), null);
    }
    if (more && response.getEntries().size() < request.getSizeLimit()) {
      LOG.log(
          Level.WARNING,
          "The directory \"{0}\" tells no more than {1} entries of a search below {2}; raise its"
              + " limit for bind_dn, or some do not count",
          settings.name(),
          response.getEntries().size(),
          request.getBaseDn());
    }
    return List.copyOf(response.getEntries());
  }

  /**
   * A server that takes connections and does not answer is to be tried last, as one that is off.
   */
  private void doubt(Connection connection) {
    live.doubtAll();
    var server = connection.getLdapURL();
    if (server != null) {
      servers.failure(server);
    }
  }

  /** Binds as that entry on a connection of its own, and closes it. */
  BindResponse bind(String dn, Confidential password) {
    if (dn.isBlank() || password.isEmpty()) {
      throw new IllegalArgumentException("Nobody is bound without a name and a password (S57)");
    }
    return proving.ask(() -> bindNow(dn, password));
  }

  private BindResponse bindNow(String dn, Confidential password) throws UnreachableException {
    var request = new SimpleBindRequest(dn, new Credential(password.revealUtf8()));
    request.setControls(new PasswordPolicyControl(false));
    try (var connection = binds.getConnection()) {
      connection.open();
      try {
        return connection.operation(request).execute();
      } catch (LdapException e) {
        doubt(connection);
        throw told("checking a password", e);
      }
    } catch (LdapException e) {
      throw told("connecting", e);
    }
  }

  private UnreachableException told(String doing, LdapException e) {
    Throwable first = e;
    while (first.getCause() != null && first.getCause() != first) {
      first = first.getCause();
    }
    return told(doing, first.getClass().getSimpleName() + ": " + first.getMessage(), e);
  }

  /** The log says what is wrong; a client never hears it (S75). */
  private UnreachableException told(String doing, String why, @Nullable LdapException cause) {
    LOG.log(Level.WARNING, "The directory \"{0}\" failed, {1}: {2}", settings.name(), doing, why);
    return new UnreachableException(doing, cause);
  }

  @Override
  public void close() {
    searches.close();
    binds.close();
  }
}
