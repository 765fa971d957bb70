package dev.portcullis.ejb;

import static dev.portcullis.testing.PlaceServer.CLIENT;
import static dev.portcullis.testing.PlaceServer.PASSWORD;
import static dev.portcullis.testing.PlaceServer.granted;
import static dev.portcullis.testing.PlaceServer.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.portcullis.AccountInfo;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.AuthenticationResult;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.CodeOutcome;
import dev.portcullis.Confidential;
import dev.portcullis.FactorMethod;
import dev.portcullis.FactorOutcome;
import dev.portcullis.FactorProof;
import dev.portcullis.NewApiToken;
import dev.portcullis.SavedForm;
import dev.portcullis.SecondFactorLogin;
import dev.portcullis.SessionGrant;
import dev.portcullis.TotpSetup;
import dev.portcullis.account.LinkedIdentities.Result;
import dev.portcullis.login.Linking;
import dev.portcullis.testing.Authenticator;
import dev.portcullis.testing.Crowd;
import dev.portcullis.testing.Databases;
import dev.portcullis.testing.Place;
import dev.portcullis.testing.PlaceServer;
import dev.portcullis.testing.WatchedDataSource;
import jakarta.mail.internet.MimeMultipart;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In full tables, what a request, a login, a feed or a clean-up asks goes by an index. */
@Tag("database")
class QueryPlansTest {

  private static final boolean FULL = Boolean.getBoolean("full");

  /** Of fewer the servers had rather read a table than an index. */
  private static final int ROWS = FULL ? 300_000 : 100_000;

  /** It fills tables slowly, and takes an index however few there are. */
  private static final int ROWS_OF_H2 = 2_000;

  private static final int EXPIRED = 200;

  private static final Pattern SEQUENTIAL_SCAN = Pattern.compile("Seq Scan on (\\w+)");
  private static final Pattern TABLE_SCAN = Pattern.compile("PUBLIC\\.(\\w+)\\.tableScan");

  private static final String MAIL =
      ", trusted_device: 30d, email: {smtp_host: 127.0.0.1, smtp_port: %d, smtp_security: none,"
          + " from_email: no-reply@example.com}";

  /** Tables that stay small. */
  private static final Set<String> SMALL =
      Set.of("auth_signing_key", "auth_account_guard", "auth_schema_history");

  /**
   * Counts of what there is, for the metrics every 30 s and for the cap of 5000 forms: they read
   * the entries of an index.
   */
  private static final List<Pattern> COUNTS =
      List.of(
          Pattern.compile("count\\((\\w+\\.)?id\\) from auth_session (\\w+ )?where"),
          Pattern.compile("count\\((\\w+\\.)?ticket_hash\\) from auth_saved_form"));

  @ParameterizedTest
  @EnumSource(
      names = {
        "H2_ECLIPSELINK",
        "POSTGRESQL_ECLIPSELINK",
        "POSTGRESQL_HIBERNATE",
        "MARIADB_ECLIPSELINK",
        "MARIADB_HIBERNATE"
      })
  void goByAnIndex(Place place) throws Exception {
    assumeThat(FULL || !place.isHibernate()).as("under Hibernate with -Pfull").isTrue();
    var sources = new ArrayList<WatchedDataSource>();
    var mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try (var server =
        new PlaceServer(
            place,
            4,
            pool -> {
              sources.add(new WatchedDataSource(pool));
              return sources.get(0);
            },
            MAIL.formatted(mail.getSmtp().getPort()))) {
      // The clean-ups work where the clocks agree.
      var clock = server.server().clock();
      clock.advance(Duration.between(clock.instant(), Instant.now()));
      int rows = place.database() == Databases.H2 ? ROWS_OF_H2 : ROWS;
      Crowd.fill(server.fresh(), rows, EXPIRED, clock.millis());
      var asked = new TreeMap<String, Map<Integer, Object>>();
      sources
          .get(0)
          .watch(
              new WatchedDataSource.Watcher() {
                @Override
                public void before(String sql, Map<Integer, Object> parameters) {
                  asked.putIfAbsent(sql, Map.copyOf(parameters));
                }
              });
      live(server, mail);
      sources.get(0).watch(new WatchedDataSource.Watcher() {});

      assertThat(asked).hasSizeGreaterThan(40);
      var whole = new ArrayList<String>();
      for (var statement : asked.entrySet()) {
        var sql = statement.getKey();
        var small = sql.toLowerCase(Locale.ROOT);
        if (!small.startsWith("insert")
            && small.contains("auth_")
            // At the start one row of each table is read, to see whether it has the columns.
            && small.contains(" where ")
            && COUNTS.stream().noneMatch(count -> count.matcher(small).find())) {
          for (var table : readWhole(server, place, sql, statement.getValue())) {
            if (!SMALL.contains(table)) {
              whole.add(table + " by " + sql);
            }
          }
        }
      }
      assertThat(whole).as("tables that are read as a whole").isEmpty();
    } finally {
      mail.stop();
    }
  }

  private static List<String> readWhole(
      PlaceServer server, Place place, String sql, Map<Integer, Object> parameters)
      throws SQLException {
    var tables = new ArrayList<String>();
    try (var connection = server.fresh().getConnection();
        var statement = connection.prepareStatement("EXPLAIN " + sql)) {
      int count = (int) sql.chars().filter(c -> c == '?').count();
      for (int i = 1; i <= count; i++) {
        if (parameters.containsKey(i)) {
          statement.setObject(i, parameters.get(i));
        } else {
          statement.setNull(i, Types.BIGINT);
        }
      }
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          switch (place.database()) {
            case H2 -> addTo(tables, TABLE_SCAN.matcher(rows.getString(1)));
            case POSTGRESQL -> addTo(tables, SEQUENTIAL_SCAN.matcher(rows.getString(1)));
            case MARIADB -> {
              var type = rows.getString("type");
              if (type != null && Set.of("ALL", "index").contains(type)) {
                tables.add(rows.getString("table"));
              }
            }
          }
        }
      }
    }
    return tables;
  }

  private static void addTo(List<String> tables, Matcher plan) {
    while (plan.find()) {
      tables.add(plan.group(1).toLowerCase(Locale.ROOT));
    }
  }

  /** What a day brings, with nothing remembered in memory. */
  private static void live(PlaceServer server, GreenMail mail) throws Exception {
    var ann = server.create("user");
    var tokens = server.issue(ann);
    var caller = server.caller(tokens);
    var session =
        granted(server.domain().authentication().openSession(login(ann, PASSWORD), CLIENT));
    var made =
        (ApiTokenOutcome.Created)
            server
                .domain()
                .apiTokens()
                .create(caller, new NewApiToken("x", Duration.ofDays(1), null), CLIENT);
    server.restart();
    var domain = server.domain();
    server.verify(tokens);
    domain.accessTokenVerifier().verify(made.secret().reveal());
    useSecondFactor(server, ann, caller);
    useCodesByMail(server, ann, caller, mail);
    domain.sessions().check(session.secret(), CLIENT);
    domain.sessions().list(ann.id());
    domain.tokens().introspect(tokens.refreshToken(), "x", CLIENT);
    var next = granted(server.refresh(tokens));
    server.refresh(tokens);
    domain.tokens().revoke(next.refreshToken(), CLIENT);
    domain.accounts().findByUsername(ann.username());
    domain.apiTokens().list(ann.id());
    var form = new SavedForm("/orders", "text/plain", null, new byte[10]);
    domain
        .savedForms()
        .take(domain.savedForms().keep(form, ann.id(), CLIENT).orElseThrow(), ann.id());
    link(server, ann);
    server.server().scheduler().runAll();
    domain.accounts().setRoles(ann.id(), Set.of("other"), CLIENT);
    server.issue(ann);
    domain.sessions().logoutAll(caller, CLIENT);
    domain.accounts().setDisabled(ann.id(), true, CLIENT);
  }

  private static void link(PlaceServer server, AccountInfo ann) {
    var linking = new Linking(server.server().database(), server.server().clock());
    for (var issuer : List.of("hub", "corp")) {
      assertThat(linking.link(ann.id(), Linking.identity(issuer, "7"))).isEqualTo(Result.DONE);
    }
    assertThat(linking.unlink(ann.id(), "hub")).isEqualTo(Result.DONE);
  }

  private static void useSecondFactor(PlaceServer server, AccountInfo ann, Caller caller) {
    var factors = server.domain().secondFactors();
    var setup = ((FactorOutcome.Done<TotpSetup>) factors.setUpTotp(caller, CLIENT)).value();
    var code = Authenticator.of(setup).code(server.server().clock().instant());
    assertThat(factors.verifyTotp(caller, code, false, CLIENT))
        .isInstanceOf(FactorOutcome.Done.class);
    var authentication = server.domain().authentication();
    var half = authentication.openSession(login(ann, PASSWORD), CLIENT);
    var pending = ((AuthenticationResult.SecondFactorRequired<SessionGrant>) half).pending();
    var proof = new FactorProof(FactorMethod.RECOVERY, setup.recoveryCodes().get(0));
    var in =
        (AuthenticationResult.Authenticated<SessionGrant>)
            authentication.openSession(new SecondFactorLogin(pending.token(), proof), CLIENT);
    useTrustedDevice(server, ann, in.caller());
    factors.reset(ann.id(), CLIENT);
  }

  private static void useTrustedDevice(PlaceServer server, AccountInfo ann, Caller caller) {
    var devices = server.domain().trustedDevices();
    var first = devices.trust(caller, CLIENT).orElseThrow();
    var client = new ClientInfo("203.0.113.7", null, "req-2", first.secret());
    var second = devices.trust(caller, client).orElseThrow();
    client = new ClientInfo("203.0.113.7", null, "req-2", second.secret());
    var authentication = server.domain().authentication();
    for (int i = 0; i < 6; i++) {
      assertThat(authentication.openSession(login(ann, Confidential.of("wrong")), CLIENT))
          .isInstanceOf(AuthenticationResult.Rejected.class);
    }
    // Beyond the account's own counter, and spared the second factor.
    // Of sessions there are only three at a time.
    server.domain().sessions().logout(caller, client);
    var in =
        (AuthenticationResult.Authenticated<SessionGrant>)
            authentication.openSession(login(ann, PASSWORD), client);
    server.domain().sessions().logout(in.caller(), client);
    assertThat(devices.list(caller, client)).hasSize(1);
    assertThat(devices.end(caller, second.id(), client)).isTrue();
    assertThat(server.domain().accounts().unlock(ann.id(), CLIENT)).isNotNull();
  }

  private static void useCodesByMail(
      PlaceServer server, AccountInfo ann, Caller caller, GreenMail mail) throws Exception {
    var domain = server.domain();
    var codes = domain.sentCodes();
    assertThat(codes.setUp(caller, FactorMethod.EMAIL, "ann@example.com", Locale.ENGLISH, CLIENT))
        .isInstanceOf(CodeOutcome.Sent.class);
    assertThat(codes.verify(caller, FactorMethod.EMAIL, lastCode(mail), false, CLIENT))
        .isInstanceOf(FactorOutcome.Done.class);
    var authentication = domain.authentication();
    var half = authentication.openSession(login(ann, PASSWORD), CLIENT);
    var pending = ((AuthenticationResult.SecondFactorRequired<SessionGrant>) half).pending();
    for (int i = 0; i < 2; i++) {
      assertThat(codes.send(pending.token(), FactorMethod.EMAIL, Locale.ENGLISH, CLIENT))
          .isInstanceOf(CodeOutcome.Sent.class);
    }
    var proof = new FactorProof(FactorMethod.EMAIL, lastCode(mail));
    granted(authentication.openSession(new SecondFactorLogin(pending.token(), proof), CLIENT));
    domain.secondFactors().reset(ann.id(), CLIENT);
  }

  private static Confidential lastCode(GreenMail mail) throws Exception {
    var messages = mail.getReceivedMessages();
    var parts = (MimeMultipart) messages[messages.length - 1].getContent();
    var code = Pattern.compile("(?m)^ +([0-9]{6})$").matcher(text(parts));
    assertThat(code.find()).isTrue();
    return Confidential.of(code.group(1));
  }

  private static String text(MimeMultipart parts) throws Exception {
    return ((String) parts.getBodyPart(0).getContent()).replace("\r", "");
  }
}
