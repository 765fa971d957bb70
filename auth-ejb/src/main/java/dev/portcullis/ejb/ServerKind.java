package dev.portcullis.ejb;

/** The application servers, as far as messages to their operators differ. */
enum ServerKind {
  /** Payara, Payara Micro and GlassFish. */
  PAYARA("org.glassfish.") {
    @Override
    String howToMakeDataSource(String name) {
      return "On Payara and GlassFish: asadmin create-jdbc-connection-pool --restype javax.sql.DataSource"
          + " --datasourceclassname org.postgresql.ds.PGSimpleDataSource --property"
          + " serverName=localhost:databaseName=app:user=app:password=secret portcullis-pool;"
          + " then: asadmin create-jdbc-resource --connectionpoolid portcullis-pool "
          + name
          + ". Payara Micro takes the same two commands in the file of --postbootcommandfile.";
    }
  },
  WILDFLY("org.jboss.modules.") {
    @Override
    String howToMakeDataSource(String name) {
      var path = name.startsWith("java:") ? name : "java:/" + name;
      return "On WildFly: bin/jboss-cli.sh --connect --command=\"data-source add --name=portcullis"
          + " --jndi-name="
          + path
          + " --driver-name=postgresql --connection-url=jdbc:postgresql://localhost/app"
          + " --user-name=app --password=secret\".";
    }
  },
  LIBERTY("com.ibm.ws.") {
    @Override
    String howToMakeDataSource(String name) {
      return "On Open Liberty, in server.xml: <dataSource jndiName=\""
          + name
          + "\" jdbcDriverRef=\"postgresql\"><properties.postgresql serverName=\"localhost\""
          + " databaseName=\"app\" user=\"app\" password=\"secret\"/></dataSource>.";
    }
  },
  OTHER("") {
    @Override
    String howToMakeDataSource(String name) {
      return "Make a datasource of that JNDI name in the server, or name an existing one.";
    }
  };

  private final String classLoaders;

  ServerKind(String classLoaders) {
    this.classLoaders = classLoaders;
  }

  /** What an operator does to have the datasource, with PostgreSQL for an example. */
  abstract String howToMakeDataSource(String name);

  /** Tells the server by the class loaders that it gives an application. */
  static ServerKind of(ClassLoader application) {
    for (ClassLoader loader = application; loader != null; loader = loader.getParent()) {
      for (var kind : values()) {
        if (kind != OTHER && loader.getClass().getName().startsWith(kind.classLoaders)) {
          return kind;
        }
      }
    }
    return OTHER;
  }
}
