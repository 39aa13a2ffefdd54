// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QThread>

#include <memory>

namespace Spawn {

// Where all monitors of the process are served: neither in the user's thread, which may be busy,
// nor in the I/O thread, which has better things to do. Runs as long as somebody holds it.
class MonitorThread final : public QThread
{
public:
    // Any thread. It ends with the QCoreApplication, too, whoever holds it then.
    static std::shared_ptr<MonitorThread> get();
    ~MonitorThread() override;

protected:
    void run() override;

private:
    MonitorThread();
    static void stop();
};

} // namespace Spawn
