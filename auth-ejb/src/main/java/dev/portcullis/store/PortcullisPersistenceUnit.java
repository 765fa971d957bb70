package dev.portcullis.store;

import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.net.URL;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Our persistence unit, described in code. A persistence.xml in a jar would make an application's
 * own unqualified {@code @PersistenceContext} ambiguous, and could not read the datasource's name
 * from the configuration; see {@code docs/decisions/0003-persistence-unit.md}.
 */
public final class PortcullisPersistenceUnit implements PersistenceUnitInfo {

  private final DataSource dataSource;
  private final PersistenceUnitTransactionType transactionType;

  /**
   * @param dataSource where the {@code auth_} tables are
   * @param transactionType JTA in a server; RESOURCE_LOCAL where there is none
   */
  public PortcullisPersistenceUnit(
      DataSource dataSource, PersistenceUnitTransactionType transactionType) {
    this.dataSource = dataSource;
    this.transactionType = transactionType;
  }

  @Override
  public String getPersistenceUnitName() {
    return "portcullis";
  }

  @Override
  public @Nullable String getPersistenceProviderClassName() {
    return null;
  }

  @Override
  public PersistenceUnitTransactionType getTransactionType() {
    return transactionType;
  }

  @Override
  public @Nullable DataSource getJtaDataSource() {
    return transactionType == PersistenceUnitTransactionType.JTA ? dataSource : null;
  }

  @Override
  public @Nullable DataSource getNonJtaDataSource() {
    return transactionType == PersistenceUnitTransactionType.JTA ? null : dataSource;
  }

  @Override
  public List<String> getMappingFileNames() {
    return List.of();
  }

  @Override
  public List<URL> getJarFileUrls() {
    return List.of();
  }

  @Override
  public URL getPersistenceUnitRootUrl() {
    return PortcullisPersistenceUnit.class.getProtectionDomain().getCodeSource().getLocation();
  }

  @Override
  public List<String> getManagedClassNames() {
    return EntityClasses.names();
  }

  @Override
  public boolean excludeUnlistedClasses() {
    return true;
  }

  @Override
  public SharedCacheMode getSharedCacheMode() {
    return SharedCacheMode.NONE;
  }

  @Override
  public ValidationMode getValidationMode() {
    return ValidationMode.NONE;
  }

  @Override
  public Properties getProperties() {
    var properties = new Properties();
    properties.setProperty("eclipselink.weaving", "false");
    properties.setProperty(
        "eclipselink.session.customizer", "dev.portcullis.store.EclipseLinkTuning");
    properties.setProperty("eclipselink.logging.parameters", "false");
    // What fails is thrown, and told once by whoever handles it; a conflict of two logins is none.
    properties.setProperty("eclipselink.logging.level", "SEVERE");
    return properties;
  }

  @Override
  public String getPersistenceXMLSchemaVersion() {
    return "3.0";
  }

  @Override
  public ClassLoader getClassLoader() {
    return PortcullisPersistenceUnit.class.getClassLoader();
  }

  @Override
  public void addTransformer(ClassTransformer transformer) {
    // Entities are plain: nothing is woven.
  }

  @Override
  public ClassLoader getNewTempClassLoader() {
    return PortcullisPersistenceUnit.class.getClassLoader();
  }

  /** Persistence 3.2 asks for it; 3.1 does not know it, hence no {@code @Override}. */
  public @Nullable String getScopeAnnotationName() {
    return null;
  }

  /** Persistence 3.2 asks for it; 3.1 does not know it, hence no {@code @Override}. */
  public List<String> getQualifierAnnotationNames() {
    return List.of();
  }
}
