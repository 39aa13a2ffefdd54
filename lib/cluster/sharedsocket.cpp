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

static constexpr auto ShortageTime = 100ms;
// A worker's turn comes whether it has answered or not, so that all get as many; but one that does
// not answer keeps nobody waiting for longer.
static constexpr size_t MostNext = 8;
static constexpr auto Patience = 100ms;

SharedSocket::SharedSocket(const ListenRequest &request, Cluster::SchedulingPolicy policy,
                           QObject *parent)
    : QObject(parent), m_request(request), m_key(request.key()),
      m_policy(request.kind() == ListenRequest::Kind::Datagram ? Cluster::SchedulingPolicy::Shared
                                                               : policy)
{
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &SharedSocket::distribute);
    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this, &SharedSocket::passOver);
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
        m_places.push_back({worker, true, false, {}, {}});
    distribute();
}

void SharedSocket::remove(ClusterWorker *worker)
{
    if (Place *const place = find(worker))
        takeBackNext(*place);
    std::erase_if(m_places, [worker](const Place &place) { return place.worker == worker; });
    distribute();
}

void SharedSocket::becameFree(ClusterWorker *worker)
{
    if (Place *const place = find(worker)) {
        place->isFree = true;
        place->isLate = false;
        if (!place->next.empty()) {
            Connection connection = std::move(place->next.front());
            place->next.erase(place->next.begin());
            give(*place, std::move(connection));
        }
    }
    distribute();
}

void SharedSocket::becomesFreeLater(ClusterWorker *worker)
{
    // Compared only: it may be gone by then.
    QTimer::singleShot(ShortageTime, this, [this, worker] { becameFree(worker); });
}

void SharedSocket::giveBack(Connection connection)
{
    m_givenBack.push_back(std::move(connection));
    distribute();
}

// ---- Connections -------------------------------------------------------------------------------

bool SharedSocket::Place::hasRoom() const
{
    return isFree || (!isLate && next.size() < MostNext);
}

// Null: there is none with room.
SharedSocket::Place *SharedSocket::nextPlace()
{
    Place *best = nullptr;
    const auto load = [](const Place &place) {
        return place.worker->loadForPolicy() + static_cast<qint64>(place.next.size());
    };
    for (Place &place : m_places) {
        if (!place.hasRoom())
            continue;
        if (m_policy != Cluster::SchedulingPolicy::LeastConnections)
            return &place;
        if (best == nullptr || load(place) < load(*best))
            best = &place;
    }
    return best;
}

void SharedSocket::give(Place &place, Connection connection)
{
    if (!place.isFree) {
        place.next.push_back(std::move(connection));
        if (!m_patience.isActive())
            m_patience.start();
        return;
    }
    place.isFree = false;
    place.given = std::chrono::steady_clock::now();
    if (std::optional<Connection> refused = place.worker->give(this, std::move(connection)))
        m_givenBack.push_back(std::move(*refused)); // its channel is closed: it is on its way out
}

void SharedSocket::takeBackNext(Place &place)
{
    for (Connection &connection : place.next)
        m_givenBack.push_back(std::move(connection));
    place.next.clear();
}

// What waits for workers that do not answer goes to those that do.
void SharedSocket::passOver()
{
    const auto now = std::chrono::steady_clock::now();
    bool isWaiting = false;
    for (Place &place : m_places) {
        place.isLate = !place.isFree && now - place.given >= Patience;
        if (place.isLate)
            takeBackNext(place);
        isWaiting = isWaiting || !place.next.empty();
    }
    if (isWaiting)
        m_patience.start();
    distribute();
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
            m_rest.start(ShortageTime); // it would be readable all the time
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
        std::rotate(m_places.begin() + (place - m_places.data()),
                    m_places.begin() + (place - m_places.data()) + 1, m_places.end());
        give(m_places.back(), std::move(connection));
    }
    m_notifier->setEnabled(place != nullptr && !m_rest.isActive());
}

} // namespace Spawn
