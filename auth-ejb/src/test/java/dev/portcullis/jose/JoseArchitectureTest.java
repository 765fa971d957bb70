package dev.portcullis.jose;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portcullis.testing.Proves;
import org.junit.jupiter.api.Test;

class JoseArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.portcullis");

  /** Whatever a header says, nothing here could fetch it. */
  @Proves("S4")
  @Test
  void readingATokenReachesNoNetworkAndNoFile() {
    noClasses()
        .that()
        .resideInAPackage("dev.portcullis.jose")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File|RandomAccess).*")
        .check(CLASSES);
  }

  @Proves("S1")
  @Test
  void nothingElseReadsTokens() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.portcullis.jose")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.nimbusds..", "org.pac4j.jwt..", "org.jose4j..", "io.jsonwebtoken..")
        .check(CLASSES);
    // Beside access tokens: ID and logout tokens of providers, and what clients sign for them.
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.portcullis.jose", "dev.portcullis.token")
        .and()
        .doNotHaveFullyQualifiedName("dev.portcullis.issuer.OpenIdIssuer")
        .and()
        .doNotHaveFullyQualifiedName("dev.portcullis.provider.ClientProofs")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(Jws.class.getName())
        .check(CLASSES);
  }
}
