package dev.portcullis.web.neighbour;

/** What an application tells its neighbours; readable by JMX, and free of secrets. */
public interface SettingsMXBean {

  /** Name, value, name, value …; types of the JDK alone, for each application has own classes. */
  String[] getSettings();
}
