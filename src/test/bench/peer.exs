# Forms the cluster with dns_cluster, whose compiled code is on the code path (-pa), for io.nessiecluster.swarm.Beam.
# Arguments: the port of the DNS server at 127.0.0.1, the interval in ms, the names to look up. Does as lines on standard input say:
#   round      runs a round and waits for its end
#   connected  tells how many nodes are connected
[port, interval | names] = System.argv()

unless Code.ensure_loaded?(DNSCluster), do: raise("no DNSCluster on the code path")
:inet_db.set_resolv_conf(~c"") # or it would be read again, and this machine's servers be asked
:inet_db.set_lookup([:dns])
:inet_db.add_ns({127, 0, 0, 1}, String.to_integer(port))

# The first round begins with the process; the others when it is told, or when the interval is over.
round = fn
  nil ->
    {:ok, pid} =
      DNSCluster.start_link(
        query: names,
        dns_rr_types: [:a, :aaaa],
        interval: String.to_integer(interval),
        connect_timeout: 60_000
      )

    pid

  pid ->
    send(pid, :discover_ips)
    pid
end

obey = fn obey, pid ->
  case IO.gets("") do
    "round\n" ->
      pid = round.(pid)
      :sys.get_state(pid, :infinity)
      IO.puts("ok")
      obey.(obey, pid)

    "connected\n" ->
      IO.puts("ok #{length(Node.list(:connected))}")
      obey.(obey, pid)

    _ ->
      :ok
  end
end

IO.puts("ready")
obey.(obey, nil)
