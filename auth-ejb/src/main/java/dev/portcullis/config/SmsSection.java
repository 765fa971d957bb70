package dev.portcullis.config;

import dev.portcullis.Confidential;
import dev.portcullis.config.SmsSettings.Route;
import dev.portcullis.config.SmsSettings.Twilio;
import dev.portcullis.config.SmsSettings.Webhook;
import dev.portcullis.config.file.BadValueException;
import dev.portcullis.config.file.Key;
import dev.portcullis.config.file.Section;
import dev.portcullis.config.file.ValueType;
import dev.portcullis.config.file.ValueTypes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth.providers.two_factor.sms}. */
final class SmsSection {

  private static final String PATH = "auth.providers.two_factor.sms.";
  private static final String SUPPLY = "Write it, or remove the section.";
  private static final Pattern REGION = Pattern.compile("[A-Z]{2}");

  /** Whether the messages go to a webhook. */
  static final Key<Boolean> BY_WEBHOOK =
      Key.of(
              PATH + "provider",
              ValueTypes.choice(providers()),
              "`twilio`: Twilio's API, or one that is like it at `base_url`. `webhook`: a service"
                  + " of yours at `url`, see `docs/second-factors.md`.")
          .defaultsTo("twilio");

  static final Key<String> ACCOUNT_SID =
      Key.of(
          PATH + "account_sid",
          ValueTypes.text("id", "letters and digits", Pattern.compile("[A-Za-z0-9]{1,64}")),
          "The account at Twilio, `AC…`. Required with `twilio`.");
  static final Key<Confidential> AUTH_TOKEN =
      Key.of(PATH + "auth_token", secret(), "Its token. Required with `twilio`.").confidential();
  static final Key<String> FROM =
      Key.of(
          PATH + "from_number",
          ValueTypes.text(
              "sender",
              "a number such as +4915112345678, a name of 1 to 11 letters and digits, or MG… of a"
                  + " messaging service",
              Pattern.compile("\\+[1-9][0-9]{1,14}|[A-Za-z0-9 ]{1,11}|MG[0-9a-fA-F]{32}")),
          "The sender. Required with `twilio`.");
  static final Key<URI> BASE_URL =
      Key.of(
              PATH + "base_url",
              ValueType.of("URL", PublicUrl.ALLOWED, PublicUrl::parse),
              "Where Twilio's API is: another region's, or a gateway that speaks it.")
          .defaultsTo("https://api.twilio.com");
  static final Key<URI> URL =
      Key.of(
          PATH + "url",
          ValueType.of("URL", "an https address; http for this machine only", SmsSection::address),
          "Where the webhook is. Required with `webhook`.");
  static final Key<Confidential> TOKEN =
      Key.of(PATH + "token", secret(), "Shown to the webhook as a bearer token.").confidential();
  static final Key<String> DEFAULT_REGION =
      Key.of(
          PATH + "default_region",
          ValueTypes.text("region", "a region such as DE", REGION),
          "The region of numbers that are typed without their country's code. Without it they are"
              + " refused.");
  static final Key<String> REGIONS =
      Key.list(
          PATH + "regions",
          ValueTypes.text("region", "a region such as DE", REGION),
          "The regions whose numbers may be enrolled; without it all are. It keeps messages from"
              + " going where they are dear.");

  static final List<Key<?>> KEYS =
      List.of(
          BY_WEBHOOK, ACCOUNT_SID, AUTH_TOKEN, FROM, BASE_URL, URL, TOKEN, DEFAULT_REGION, REGIONS);

  private SmsSection() {}

  /** Null where there is none, or not a whole one. */
  static @Nullable SmsSettings read(Section section) {
    if (!section.isPresent()) {
      return null;
    }
    Route route = section.read(BY_WEBHOOK) ? webhook(section) : twilio(section);
    var region = section.find(DEFAULT_REGION).orElse(null);
    var regions = section.readList(REGIONS);
    if (region != null && !regions.isEmpty() && !regions.contains(region)) {
      section.refuse(DEFAULT_REGION, "is not among the regions", "Add it there, or remove it.");
    }
    return route == null ? null : new SmsSettings(route, region, regions);
  }

  private static @Nullable Twilio twilio(Section section) {
    refuseBeside(section, "twilio", URL, TOKEN);
    var sid = section.require(ACCOUNT_SID, "is missing", SUPPLY).orElse(null);
    var token = section.require(AUTH_TOKEN, "is missing", SUPPLY).orElse(null);
    var from = section.require(FROM, "is missing", SUPPLY).orElse(null);
    var base = section.read(BASE_URL);
    return sid == null || token == null || from == null ? null : new Twilio(base, sid, token, from);
  }

  private static @Nullable Webhook webhook(Section section) {
    refuseBeside(section, "webhook", ACCOUNT_SID, AUTH_TOKEN, FROM, BASE_URL);
    var token = section.has(TOKEN) ? section.find(TOKEN).orElse(null) : null;
    return section
        .require(URL, "is missing", SUPPLY)
        .map(url -> new Webhook(url, token))
        .orElse(null);
  }

  private static void refuseBeside(Section section, String provider, Key<?>... keys) {
    for (var key : keys) {
      if (section.has(key)) {
        section.refuse(key, "means nothing to \"provider: " + provider + "\"", "Remove it.");
      }
    }
  }

  /** A text on one line, never shown. */
  static ValueType<Confidential> secret() {
    return ValueType.of(
        "text",
        "a text on one line",
        text -> {
          if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new BadValueException("is empty, or has control characters");
          }
          return Confidential.of(text);
        });
  }

  /**
   * With a query, if the service wants one; whether it is this machine's is seen when it is used.
   */
  private static URI address(String text) throws BadValueException {
    try {
      var uri = new URI(text);
      var bare =
          new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null).toString();
      var unused = PublicUrl.parse(bare);
      if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        throw new BadValueException("has a user or a fragment in it");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new BadValueException("is not an address");
    }
  }

  private static Map<String, Boolean> providers() {
    var words = new LinkedHashMap<String, Boolean>();
    words.put("twilio", false);
    words.put("webhook", true);
    return words;
  }
}
