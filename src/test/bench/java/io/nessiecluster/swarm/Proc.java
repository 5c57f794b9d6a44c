package io.nessiecluster.swarm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux and the JDK's tools tell about a process. */
final class Proc {

  private static final long MILLIS_PER_TICK = 10; // USER_HZ is 100 on all that Linux runs on here
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private Proc() {}

  /** The CPU time that it has used, in steps of 10 ms (proc(5), fields 14 and 15 of stat). */
  static Duration cpu(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(behindName[11]) + Long.parseLong(behindName[12]);
    return Duration.ofMillis(ticks * MILLIS_PER_TICK);
  }

  /** Its resident memory in MiB. */
  static double residentMib(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    throw new IOException("process " + pid + " has no VmRSS");
  }

  /** The bytes of all live objects of a JVM; collects its garbage first. */
  static long liveHeap(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    Matcher total = TOTAL.matcher(output);
    if (process.waitFor() != 0 || !total.find()) {
      throw new IOException("jcmd: " + output.lines().findFirst().orElse("nothing"));
    }
    return Long.parseLong(total.group(1));
  }
}
