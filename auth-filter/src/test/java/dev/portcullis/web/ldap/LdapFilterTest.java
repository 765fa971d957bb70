package dev.portcullis.web.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import dev.portcullis.testing.Proves;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is put into a filter stays a value. */
@Proves("S58")
class LdapFilterTest {

  @Test
  void aValueIsReadBackAsItWasByAParserOfSomebodyElse() throws LDAPException {
    var random = new Random(58);
    var filter = new LdapFilter("(&(objectClass=person)(uid=%s))");
    for (int i = 0; i < 20_000; i++) {
      var typed = typed(random);
      var parts = Filter.create(filter.with(typed)).getComponents();
      assertThat(parts).hasSize(2);
      assertThat(parts[1].getFilterType()).isEqualTo(Filter.FILTER_TYPE_EQUALITY);
      assertThat(parts[1].getAttributeName()).isEqualTo("uid");
      assertThat(parts[1].getAssertionValue()).isEqualTo(typed);
    }
  }

  private static final String SPECIAL = "*()\\\u0000&|!=<>~,+\"; /%su2a";

  /** Mostly of what means something somewhere. */
  private static String typed(Random random) {
    var text = new StringBuilder();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      text.append(
          random.nextInt(3) == 0
              ? (char) (1 + random.nextInt(0x2FF))
              : SPECIAL.charAt(random.nextInt(SPECIAL.length())));
    }
    return text.toString();
  }

  @Test
  void whatWasPutInIsNotLookedAtAgain() {
    var filter = new LdapFilter("(|(member=%s)(memberUid=%u))");
    assertThat(filter.with("%u", "%s")).isEqualTo("(|(member=\\25u)(memberUid=\\25s))");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(uid=%s", "(&(uid=%s)", "((uid=%s))", "(%s)"})
  void whatIsNoFilterIsRefusedAtTheStart(String template) {
    assertThatThrownBy(() -> new LdapFilter(template)).isInstanceOf(IllegalArgumentException.class);
  }
}
