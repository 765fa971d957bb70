package dev.portcullis.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.SealedValues;
import dev.portcullis.sealing.Reencryption;
import dev.portcullis.testing.Proves;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pac4j.core.authorization.authorizer.CsrfAuthorizer;
import org.pac4j.jwt.credentials.authenticator.JwtAuthenticator;

/** The shape of the web side. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.portcullis");

  private static final JavaClasses WEB =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.portcullis.web");

  @Test
  void thereIsSomethingToCheck() {
    assertThat(WEB.size()).isGreaterThan(50);
    assertThat(CLASSES.size()).isGreaterThan(WEB.size());
  }

  /** There is no column on this side: a browser keeps it, and it must not be needed for long. */
  @Test
  void whatIsSealedDoesNotLast() {
    var sealing =
        WEB.stream()
            .filter(
                type ->
                    type.getMethodCallsFromSelf().stream()
                        .map(JavaCall::getTarget)
                        .anyMatch(
                            called ->
                                called.getName().equals("seal")
                                    && called.getOwner().isEquivalentTo(EncryptionKey.class)))
            .toList();
    assertThat(sealing).isNotEmpty();
    for (var type : sealing) {
      var declared = type.reflect().getNestHost().getAnnotation(SealedValues.class);
      assertThat(declared).as(type.getName() + " seals: @SealedValues").isNotNull();
      assertThat(Duration.parse(declared.life()))
          .as(type.getName())
          .isLessThanOrEqualTo(Reencryption.LONGEST_SHORT_LIFE);
    }
  }

  /** Faults that the newest pac4j to be had still has; docs/security.md lists them. */
  private static final ArchRule NO_FAULTY_CLASSES =
      noClasses()
          .should()
          .dependOnClassesThat()
          // CVE-2026-29000: believes what is inside of an encrypted token.
          .haveFullyQualifiedName("org.pac4j.jwt.credentials.authenticator.JwtAuthenticator")
          .orShould()
          .dependOnClassesThat()
          // CVE-2026-40458: compares hash codes.
          .haveFullyQualifiedName("org.pac4j.core.authorization.authorizer.CsrfAuthorizer")
          .orShould()
          .dependOnClassesThat()
          // CVE-2026-40459: filters put together from what users type.
          .resideInAPackage("org.pac4j.ldap.profile.service..");

  @Test
  @Proves({"S5", "S76", "S81"})
  void noFaultyClassOfPac4jIsUsed() {
    NO_FAULTY_CLASSES.check(CLASSES);
  }

  /** Each is found where somebody uses it. */
  @ParameterizedTest
  @Proves({"S5", "S76", "S81"})
  @ValueSource(classes = {UsesJwtAuthenticator.class, UsesCsrfAuthorizer.class})
  void theUseOfAFaultyClassFailsTheBuild(Class<?> seeded) {
    var classes = new ClassFileImporter().importClasses(seeded);
    assertThat(NO_FAULTY_CLASSES.evaluate(classes).hasViolation()).isTrue();
  }

  private static final class UsesJwtAuthenticator {
    private final Object verifier = new JwtAuthenticator();

    @Override
    public String toString() {
      return verifier.toString();
    }
  }

  private static final class UsesCsrfAuthorizer {
    private final Object authorizer = new CsrfAuthorizer();

    @Override
    public String toString() {
      return authorizer.toString();
    }
  }

  @Test
  @Proves("S5")
  void pac4jIsConfinedToTheClientsOfProviders() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.portcullis.web.client..", "dev.portcullis.saml..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.pac4j..")
        .check(CLASSES);
  }

  @Test
  @Proves("S82")
  void nothingThatAClientSendsIsDeserialised() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .check(WEB);
    noClasses()
        .should()
        .callMethodWhere(
            JavaCall.Predicates.target(
                HasName.Predicates.nameMatching("readValue|treeToValue|convertValue")))
        .check(WEB);
  }

  @Test
  void theWebSideKnowsTheDomainByItsInterfacesOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.portcullis.web..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are inside of the domain", ArchitectureTest::isInsideOfTheDomain))
        .check(WEB);
  }

  private static boolean isInsideOfTheDomain(JavaClass type) {
    var name = type.getPackageName();
    boolean start =
        type.getFullName().equals("dev.portcullis.ejb.PortcullisRuntime")
            || type.getFullName().equals("dev.portcullis.ejb.JakartaServerResources")
            || type.getFullName().equals("dev.portcullis.ejb.ServerResources");
    return name.startsWith("dev.portcullis.")
        && !start
        && !name.startsWith("dev.portcullis.web")
        && !name.equals("dev.portcullis.config")
        && !name.equals("dev.portcullis.crypto");
  }

  @Test
  void onlyTheStartTouchesTheRuntime() {
    noClasses()
        .that()
        .doNotHaveSimpleName("PortcullisStartup")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.portcullis.ejb..")
        .check(WEB);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.portcullis.web.(*)..").should().beFreeOfCycles().check(WEB);
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.portcullis.web.http..",
            "dev.portcullis.web.request..",
            "dev.portcullis.web.api..",
            "dev.portcullis.web.page..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.portcullis.web")
        .check(WEB);
  }

  @Test
  void clockAndRandomnessAreInjected() {
    noClasses()
        .that()
        .doNotHaveSimpleName("PortcullisStartup")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom")
        .check(WEB);
  }

  @Test
  void configurationIsReadInOnePlace() {
    noClasses()
        .should()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(WEB);
  }
}
