package dev.portcullis.it.cluster;

/** What every group of tests of the cluster needs. */
interface OnCluster {

  /** Both nodes are running, and the database is there. */
  Cluster cluster();

  /** For figures, that docs/performance.md keeps. */
  static void report(String line) {
    System.out.println("CLUSTER " + line);
  }
}
