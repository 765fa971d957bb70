package dev.portcullis;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portcullis.crypto.EncryptionKey;
import dev.portcullis.crypto.RandomSource;
import dev.portcullis.crypto.SealedValues;
import dev.portcullis.ejb.JakartaServerResources;
import dev.portcullis.sealing.Reencryption;
import dev.portcullis.sealing.SealedColumn;
import dev.portcullis.store.EntityClasses;
import dev.portcullis.testing.Proves;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import java.io.ObjectInputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Holds the shape of the module; the reasons are in {@code docs/decisions}. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.portcullis");

  /** Decision 1: from the ground up, each may use what stands before it. */
  @Test
  void packagesDependInOneDirection() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.portcullis..")
        .layer("root")
        .definedBy("dev.portcullis")
        .layer("crypto")
        .definedBy("dev.portcullis.crypto")
        .layer("config")
        .definedBy("dev.portcullis.config..")
        .layer("store")
        .definedBy("dev.portcullis.store")
        .layer("metrics")
        .definedBy("dev.portcullis.metrics")
        .layer("ground")
        .definedBy(
            "dev.portcullis.jose",
            "dev.portcullis.fetch",
            "dev.portcullis.delivery",
            "dev.portcullis.issuer",
            "dev.portcullis.throttle",
            "dev.portcullis.sealing",
            "dev.portcullis.revocation",
            "dev.portcullis.password",
            "dev.portcullis.audit")
        .layer("saved")
        .definedBy("dev.portcullis.saved")
        .layer("account")
        .definedBy("dev.portcullis.account")
        .layer("apitoken")
        .definedBy("dev.portcullis.apitoken")
        .layer("source")
        .definedBy("dev.portcullis.source")
        .layer("factor")
        .definedBy("dev.portcullis.factor")
        .layer("device")
        .definedBy("dev.portcullis.device")
        .layer("session")
        .definedBy("dev.portcullis.session")
        .layer("token")
        .definedBy("dev.portcullis.token")
        .layer("provider")
        .definedBy("dev.portcullis.provider")
        .layer("login")
        .definedBy("dev.portcullis.login")
        .layer("ejb")
        .definedBy("dev.portcullis.ejb")
        .whereLayer("ejb")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("saved")
        .mayOnlyBeAccessedByLayers("ejb")
        .whereLayer("login")
        .mayOnlyBeAccessedByLayers("ejb")
        .whereLayer("provider")
        .mayOnlyBeAccessedByLayers("login", "ejb")
        .whereLayer("token")
        .mayOnlyBeAccessedByLayers("login", "ejb")
        .whereLayer("factor")
        .mayOnlyBeAccessedByLayers("login", "ejb")
        .whereLayer("device")
        .mayOnlyBeAccessedByLayers("login", "ejb")
        .whereLayer("source")
        .mayOnlyBeAccessedByLayers("login", "ejb")
        .whereLayer("session")
        .mayOnlyBeAccessedByLayers("token", "login", "ejb")
        .whereLayer("apitoken")
        .mayOnlyBeAccessedByLayers("session", "token", "login", "ejb")
        .whereLayer("account")
        .mayOnlyBeAccessedByLayers(
            "apitoken",
            "source",
            "factor",
            "device",
            "session",
            "token",
            "provider",
            "login",
            "ejb")
        .whereLayer("ground")
        .mayOnlyBeAccessedByLayers(
            "saved",
            "account",
            "apitoken",
            "source",
            "factor",
            "device",
            "session",
            "token",
            "provider",
            "login",
            "ejb")
        .whereLayer("root")
        .mayNotAccessAnyLayer()
        .whereLayer("crypto")
        .mayOnlyAccessLayers("root")
        .whereLayer("config")
        .mayOnlyAccessLayers("root", "crypto")
        .whereLayer("store")
        .mayOnlyAccessLayers("root")
        .whereLayer("metrics")
        .mayOnlyAccessLayers("root", "store")
        .whereLayer("ground")
        .mayOnlyAccessLayers("root", "crypto", "config", "store", "metrics")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.portcullis.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** An entity that is not listed is unknown to the server, and found so only there. */
  @Test
  void everyEntityIsListedAndNothingElse() {
    assertThat(
            CLASSES.stream()
                .filter(
                    type ->
                        type.isAnnotatedWith(Entity.class)
                            || type.isAnnotatedWith(Embeddable.class)
                            || type.isAnnotatedWith(MappedSuperclass.class))
                .map(JavaClass::getName))
        .containsExactlyInAnyOrderElementsOf(EntityClasses.names());
  }

  @Test
  void entitiesStayInThePackageOfTheirFeature() {
    for (var entity : EntityClasses.names()) {
      var type = CLASSES.get(entity);
      noClasses()
          .that(not(resideInAPackage(type.getPackageName())))
          .should()
          .dependOnClassesThat(belongToAnyOf(type.reflect()))
          .check(CLASSES);
    }
  }

  /** What a class seals must survive, or be let end, when the encryption key is replaced. */
  @Test
  void whatIsSealedIsSealedAnewOrDoesNotLast() {
    var sealing = new TreeSet<String>();
    for (var type : CLASSES) {
      boolean seals =
          type.getMethodCallsFromSelf().stream()
              .map(JavaAccess::getTarget)
              .anyMatch(
                  called ->
                      called.getName().equals("seal")
                          && called.getOwner().isEquivalentTo(EncryptionKey.class));
      if (seals && !type.isEquivalentTo(Reencryption.class)) {
        sealing.add(type.getSimpleName());
        assertProvidedFor(type);
      }
    }
    assertThat(sealing).contains("KeyPairs", "SavedForms");
  }

  private static void assertProvidedFor(JavaClass type) {
    var declared = type.reflect().getNestHost().getAnnotation(SealedValues.class);
    assertThat(declared).as(type.getName() + " seals: @SealedValues").isNotNull();
    if (declared.life().isEmpty()) {
      assertThat(SealedColumn.class).isAssignableFrom(declared.column());
      assertThat(CLASSES.get(declared.column()).getConstructorCallsToSelf())
          .as(declared.column() + " is handed to Reencryption")
          .anyMatch(call -> call.getOriginOwner().getPackageName().equals("dev.portcullis.ejb"));
    } else {
      assertThat(declared.column()).isEqualTo(void.class);
      assertThat(Duration.parse(declared.life()))
          .as(type.getName())
          .isLessThanOrEqualTo(Reencryption.LONGEST_SHORT_LIFE);
    }
  }

  @Test
  void timeComesFromTheInjectedClock() {
    noClasses()
        .that(not(belongToAnyOf(JakartaServerResources.class)))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callConstructor(Date.class)
        .check(CLASSES);
  }

  @Test
  void randomnessComesFromTheInjectedSource() {
    noClasses()
        .that(not(belongToAnyOf(RandomSource.class)))
        .should()
        .dependOnClassesThat(
            belongToAnyOf(SecureRandom.class, Random.class, ThreadLocalRandom.class))
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .check(CLASSES);
  }

  @Test
  void theEnvironmentIsReadByTheConfigurationOnly() {
    noClasses()
        .that(not(resideInAPackage("dev.portcullis.config..")))
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class, String.class)
        .orShould()
        .callMethod(System.class, "getProperties")
        .orShould()
        .callMethod(Integer.class, "getInteger", String.class)
        .orShould()
        .callMethod(Boolean.class, "getBoolean", String.class)
        .check(CLASSES);
  }

  @Test
  @Proves("S82")
  void nothingIsDeserialised() {
    noClasses().should().dependOnClassesThat(belongToAnyOf(ObjectInputStream.class)).check(CLASSES);
  }

  /** Loaded by that provider only, so that any other can take its place. */
  @Test
  void noProviderOfPersistenceIsAssumed() {
    noClasses()
        .that()
        .doNotHaveSimpleName("EclipseLinkTuning")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.eclipse.persistence..", "org.hibernate..")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("EclipseLinkTuning")
        .check(CLASSES);
  }

  @Test
  void thereIsNoHttpInTheDomain() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.servlet..", "jakarta.ws.rs..", "jakarta.security..", "org.pac4j..")
        .check(CLASSES);
  }

  /** Payara deploys no application with metadata-complete="true" that has such a class in it. */
  @Test
  @Proves("S86")
  void noEjbIsMarkedByAnAnnotation() {
    noClasses()
        .should()
        .beAnnotatedWith(jakarta.ejb.Singleton.class)
        .orShould()
        .beAnnotatedWith(jakarta.ejb.Stateless.class)
        .orShould()
        .beAnnotatedWith(jakarta.ejb.Stateful.class)
        .orShould()
        .beAnnotatedWith(jakarta.ejb.MessageDriven.class)
        .check(CLASSES);
  }
}
