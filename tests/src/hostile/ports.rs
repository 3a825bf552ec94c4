//! Ports at which nobody answers: one that refuses, and one that stays silent.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use socket2::{Domain, Socket, Type};

use super::HostileServer;

/// A port of our own that refuses connections until it is opened.
#[derive(Debug)]
pub struct ReservedPort {
    socket: Socket,
    address: SocketAddr,
}

impl ReservedPort {
    /// Takes a port without listening at it.
    pub fn take() -> Self {
        let (socket, address) = bound(ANYWHERE).expect("loopback has a free port");
        Self { socket, address }
    }

    /// Takes this very address without listening at it.
    pub fn take_at(address: SocketAddr) -> Self {
        let (socket, address) = bound(address).expect("the port is free at this address");
        Self { socket, address }
    }

    /// The base URL that will be answered.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that will be answered.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Begins to listen.
    pub fn open(self) -> HostileServer {
        // Room for a herd of callers that connect at once.
        self.socket.listen(4096).expect("a bound socket can listen");
        HostileServer::serve(self.socket.into())
    }
}

/// A port at which a connection is never made: its queue is full and nobody empties it.
#[derive(Debug)]
pub struct UnansweredPort {
    address: SocketAddr,
    _listener: Socket,
    _queued: Vec<Socket>,
}

impl UnansweredPort {
    /// Takes a port and fills its queue.
    pub fn take() -> Self {
        let (listener, address) = bound(ANYWHERE).expect("loopback has a free port");
        listener.listen(0).expect("a bound socket can listen");
        let mut queued = Vec::new();
        // A queue of no length holds one connection; more than that is dropped by the kernel.
        for _ in 0..4 {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("there are sockets");
            socket
                .set_nonblocking(true)
                .expect("a socket can be without blocking");
            // It is under way or waits; both fill the queue.
            let _ = socket.connect(&address.into());
            queued.push(socket);
        }
        Self {
            address,
            _listener: listener,
            _queued: queued,
        }
    }

    /// The base URL that is never answered.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Any free port of loopback.
const ANYWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

fn bound(address: SocketAddr) -> std::io::Result<(Socket, SocketAddr)> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&address.into())?;
    let address = socket.local_addr()?.as_socket();
    address
        .map(|address| (socket, address))
        .ok_or_else(|| std::io::ErrorKind::AddrNotAvailable.into())
}
