// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/sharedsocket.h"

#include "cluster/clusterworker.h"
#include "spawner/loggingcategories.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <utility>

namespace Spawn {

using namespace std::chrono_literals;

static constexpr auto RestTime = 100ms;

SharedSocket::SharedSocket(const ListenRequest &request, Cluster::SchedulingPolicy policy,
                           QObject *parent)
    : QObject(parent), m_request(request), m_key(request.key()),
      m_policy(request.kind() == ListenRequest::Kind::Datagram ? Cluster::SchedulingPolicy::Shared
                                                               : policy)
{
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &SharedSocket::distribute);
}

int SharedSocket::open()
{
    const int error = m_socket.open(m_request);
    if (error == 0 && isHandedOut()) {
        m_notifier
            = std::make_unique<QSocketNotifier>(m_socket.descriptor(), QSocketNotifier::Read);
        m_notifier->setEnabled(false);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &SharedSocket::distribute);
    }
    return error;
}

// ---- Who listens -------------------------------------------------------------------------------

SharedSocket::Place *SharedSocket::find(const ClusterWorker *worker)
{
    const auto found = std::find_if(m_places.begin(), m_places.end(), [worker](const Place &place) {
        return place.worker == worker;
    });
    return found == m_places.end() ? nullptr : &*found;
}

bool SharedSocket::contains(const ClusterWorker *worker) const
{
    return std::any_of(m_places.begin(), m_places.end(),
                       [worker](const Place &place) { return place.worker == worker; });
}

void SharedSocket::add(ClusterWorker *worker)
{
    if (!contains(worker))
        m_places.push_back({worker});
    distribute();
}

void SharedSocket::remove(ClusterWorker *worker)
{
    std::erase_if(m_places, [worker](const Place &place) { return place.worker == worker; });
    distribute();
}

void SharedSocket::becameFree(ClusterWorker *worker)
{
    if (Place *const place = find(worker))
        place->isFree = true;
    distribute();
}

void SharedSocket::becomesFreeLater(ClusterWorker *worker)
{
    // Compared only: it may be gone by then.
    QTimer::singleShot(RestTime, this, [this, worker] { becameFree(worker); });
}

void SharedSocket::giveBack(Connection connection)
{
    m_givenBack.push_back(std::move(connection));
    distribute();
}

// ---- Connections -------------------------------------------------------------------------------

// Of those that are free; null: none is.
SharedSocket::Place *SharedSocket::nextPlace()
{
    Place *best = nullptr;
    for (Place &place : m_places) {
        if (!place.isFree)
            continue;
        if (m_policy != Cluster::SchedulingPolicy::LeastConnections)
            return &place;
        if (best == nullptr || place.worker->loadForPolicy() < best->worker->loadForPolicy())
            best = &place;
    }
    return best;
}

bool SharedSocket::takeNext(Connection *connection)
{
    if (!m_givenBack.empty()) {
        *connection = std::move(m_givenBack.front());
        m_givenBack.pop_front();
        return true;
    }
    for (;;) {
        const int fd
            = accept4(m_socket.descriptor(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0) {
            *connection = Connection(Wire::Descriptor(fd));
            ++m_accepted;
            return true;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            qCWarning(clusterLog, "%s: cannot accept: %s", qPrintable(m_socket.name()),
                      qPrintable(qt_error_string(errno)));
            m_rest.start(RestTime); // it would be readable all the time
            return false;
        }
        // A connection that ended in the queue says so here, and the next one may be there.
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINVAL || errno == EBADF)
            return false;
    }
}

void SharedSocket::distribute()
{
    if (!isHandedOut())
        return;
    Connection connection{Wire::Descriptor()};
    Place *place = nullptr;
    while (!m_rest.isActive() && (place = nextPlace()) != nullptr && takeNext(&connection)) {
        ClusterWorker *const worker = place->worker;
        // To the end of the queue, busy until it has answered.
        const auto at = m_places.begin() + (place - m_places.data());
        at->isFree = false;
        std::rotate(at, at + 1, m_places.end());
        if (std::optional<Connection> refused = worker->give(this, std::move(connection)))
            m_givenBack.push_front(
                std::move(*refused)); // its channel is closed: it is on its way out
    }
    m_notifier->setEnabled(place != nullptr && !m_rest.isActive());
}

} // namespace Spawn
