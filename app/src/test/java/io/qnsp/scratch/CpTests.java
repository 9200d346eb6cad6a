package io.qnsp.scratch;
class CpTests { @org.junit.jupiter.api.Test void cp() throws Exception { java.nio.file.Files.writeString(java.nio.file.Path.of("/tmp/c2cp.txt"), System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))); } }
