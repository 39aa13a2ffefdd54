// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/cluster_p.h"

#include "spawner/loggingcategories.h"

#include <algorithm>

namespace Spawn {

using std::chrono::milliseconds;

// The successor first: at no moment are there fewer workers than before, and the socket itself
// stays with the primary.

bool ClusterPrivate::reload(milliseconds deadline)
{
    if (reloading || m_reloaded)
        return false;
    tryAgain();
    reloading = Reload{deadline, {}, nullptr};
    for (ClusterWorker *const worker : workers) {
        if (!worker->isLeaving())
            reloading->old.emplace_back(worker);
    }
    replaceNext();
    return true;
}

void ClusterPrivate::replaceNext()
{
    if (!reloading || reloading->successor)
        return;
    std::deque<QPointer<ClusterWorker>> &old = reloading->old;
    while (!old.empty() && (!old.front() || old.front()->isLeaving()))
        old.pop_front(); // it has ended meanwhile, and whether it is replaced is decided already
    if (!old.empty()) {
        reloading->successor = start(old.front()->extra());
        if (!reloading->successor) {
            endReload(false);
            return;
        }
        reloading->successor->isSuccessor = true;
        m_patience.start(reloading->deadline);
        return;
    }
    const bool areLeaving
        = std::any_of(workers.begin(), workers.end(), [](const ClusterWorker *worker) {
              return worker->reason() == Reason::Replaced;
          });
    if (!areLeaving)
        endReload(true);
}

bool ClusterPrivate::isReady(const ClusterWorker &successor, const ClusterWorker &old) const
{
    const bool listensWhereItDoes
        = std::all_of(m_sockets.begin(), m_sockets.end(), [&](const auto &socket) {
              return !socket->contains(&old) || socket->contains(&successor);
          });
    return successor.isOnline() && listensWhereItDoes
        && successor.listeningCount() >= old.listeningCount();
}

void ClusterPrivate::successorIsReady()
{
    if (!reloading || !reloading->successor || reloading->old.empty())
        return;
    ClusterWorker *const old = reloading->old.front();
    if (old != nullptr && !isReady(*reloading->successor, *old))
        return;
    m_patience.stop();
    reloading->successor->isSuccessor = false;
    reloading->successor = nullptr;
    reloading->old.pop_front();
    if (old != nullptr && !old->isLeaving()) {
        takeFromSockets(old);
        old->leave(Reason::Replaced, reloading->deadline);
    }
    replaceNext();
}

// The successor has ended, or does not come up: those that have not been replaced go on.
void ClusterPrivate::rollBack()
{
    if (!reloading)
        return;
    if (ClusterWorker *const successor = reloading->successor) {
        qCWarning(clusterLog, "reload: worker %d does not come up", successor->id());
        takeFromSockets(successor);
        successor->terminate(Reason::RolledBack);
    }
    endReload(false);
}

void ClusterPrivate::endReload(bool success)
{
    m_patience.stop();
    reloading.reset();
    m_reloaded = success;
    m_tell.start(0, this);
}

} // namespace Spawn
