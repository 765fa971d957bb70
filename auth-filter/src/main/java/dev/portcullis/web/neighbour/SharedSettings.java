package dev.portcullis.web.neighbour;

import dev.portcullis.config.AuthSettings;
import dev.portcullis.crypto.RandomSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What matters of an application's settings to those beside it.
 *
 * @param application its context path; {@code /} at the root
 * @param values by the path of the key, in order
 */
record SharedSettings(String application, Map<String, String> values) {

  private static final String APPLICATION = "application";
  private static final String GROUP = "auth.sessions.sso_group";
  private static final String DATASOURCE = "auth.datasource";
  private static final String IDLE = "auth.sessions.idle";
  private static final String CAP = "auth.sessions.max_per_user";
  private static final String KEY = "auth.encryption_key (its id)";
  private static final String RETENTION = "auth.audit.retention";

  private static final Pattern LOCAL_NAME = Pattern.compile("java:(app|module|comp)/.*");

  /** What one set of tables is used by. */
  private static final List<String> OF_TABLES = List.of(IDLE, CAP, KEY, RETENTION);

  /** What one session is used by. */
  private static final List<String> OF_GROUP =
      List.of(
          DATASOURCE,
          KEY,
          "the host of auth.public_url",
          IDLE,
          "auth.sessions.absolute",
          CAP,
          "auth.sessions.recheck_source");

  SharedSettings {
    values = new LinkedHashMap<>(values);
  }

  static SharedSettings of(String contextPath, AuthSettings settings, RandomSource random) {
    var sessions = settings.sessions();
    var url = settings.publicUrl();
    var values = new LinkedHashMap<String, String>();
    values.put(GROUP, Objects.requireNonNullElse(sessions.ssoGroup(), ""));
    values.put(DATASOURCE, Objects.requireNonNullElse(settings.datasource(), ""));
    values.put(KEY, settings.isStateless() ? "" : settings.encryption(random).id());
    values.put(
        "the host of auth.public_url",
        url == null ? "unset" : url.getScheme() + "://" + url.getHost());
    values.put(IDLE, seconds(sessions.idle()));
    values.put("auth.sessions.absolute", seconds(sessions.absolute()));
    values.put(CAP, "" + sessions.maxPerUser());
    values.put("auth.sessions.recheck_source", seconds(sessions.recheckSource()));
    values.put(RETENTION, seconds(settings.audit().retention()));
    return new SharedSettings(contextPath.isEmpty() ? "/" : contextPath, values);
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + "s";
  }

  /** As {@link SettingsMXBean} has them. */
  String[] toArray() {
    var texts = new ArrayList<>(List.of(APPLICATION, application));
    values.forEach((key, value) -> texts.addAll(List.of(key, value)));
    return texts.toArray(new String[0]);
  }

  /** The reverse of {@link #toArray}; another version of ours may know other names. */
  static SharedSettings ofArray(String[] texts) {
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i + 1 < texts.length; i += 2) {
      values.put(texts[i], texts[i + 1]);
    }
    var application = Objects.requireNonNullElse(values.remove(APPLICATION), "?");
    return new SharedSettings(application, values);
  }

  /** One text for each setting that should be the same in both; empty for mere neighbours. */
  List<String> conflictsWith(SharedSettings other) {
    if (shares(GROUP, other)) {
      return differences(OF_GROUP, other);
    }
    return shares(DATASOURCE, other) && isOfServer(values.get(DATASOURCE))
        ? differences(OF_TABLES, other)
        : List.of();
  }

  /** Whether the name means the same to every application. */
  private static boolean isOfServer(@Nullable String datasource) {
    return datasource != null && !LOCAL_NAME.matcher(datasource).matches();
  }

  /** What they have in common, in words. */
  String bondWith(SharedSettings other) {
    return shares(GROUP, other)
        ? "the sso_group \"" + values.get(GROUP) + "\""
        : "the tables in " + values.get(DATASOURCE);
  }

  private boolean shares(String key, SharedSettings other) {
    var value = values.getOrDefault(key, "");
    return !value.isEmpty() && value.equals(other.values.get(key));
  }

  private List<String> differences(List<String> keys, SharedSettings other) {
    return keys.stream()
        .filter(key -> !Objects.equals(values.get(key), other.values.get(key)))
        .map(
            key ->
                "%s is %s in %s and %s in %s"
                    .formatted(
                        key,
                        values.get(key),
                        application,
                        other.values.get(key),
                        other.application))
        .toList();
  }
}
