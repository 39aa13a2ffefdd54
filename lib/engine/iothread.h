// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/requestmailbox.h"

#include <QtCore/QThread>

#include <cstdint>
#include <memory>
#include <sys/types.h>
#include <unordered_map>
#include <vector>

namespace Spawn {

struct ApplicationContext;
class ApplicationContextSource;
class Engine;
class Reactor;

// The one thread that does the work of all spawners of the process: started with the first request,
// and permanent, because the kernel kills the commands when the thread ends that they descend from.
//
// It ends in stop() only, which is called when the QCoreApplication is destroyed or, without one,
// when the process exits. A spawner that lives longer finds its mailbox closed. In a forked copy of
// the process the thread does not exist; there it is left alone.
class IoThread final : public QThread
{
public:
    // Any thread. Starts it if it does not run.
    static std::shared_ptr<RequestMailbox> mailbox();
    // Kills all that is left, waits for it, and ends the thread.
    static void stop();

protected:
    void run() override;

private:
    IoThread();

    void handle(EngineRequest request);
    bool takeRequests();
    void beforeSleep();
    void endBatches();
    void closeAll();

    const std::shared_ptr<RequestMailbox> m_mailbox;
    const pid_t m_process;
    std::unique_ptr<Reactor> m_reactor; // outlives the dispatcher, which is the thread's to delete
    // Of the thread itself.
    std::unique_ptr<ApplicationContextSource> m_context;
    std::unordered_map<uint64_t, std::unique_ptr<Engine>> m_engines;
    std::vector<EngineRequest> m_batch;
};

} // namespace Spawn
