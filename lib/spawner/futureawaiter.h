// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QFuture>
#include <QtCore/QFutureWatcher>

#include <coroutine>

// Needs C++20.
namespace Spawn {

// Resumes a coroutine from the event loop of the thread that awaits, never inside a signal: it may
// return and destroy whoever would be emitting.
template <class Result>
class FutureAwaiter
{
public:
    explicit FutureAwaiter(const QFuture<Result> &future) : m_future(future) { }

    bool await_ready() const { return m_future.isFinished(); }
    void await_suspend(std::coroutine_handle<> handle)
    {
        auto *const watcher = new QFutureWatcher<Result>;
        QObject::connect(watcher, &QFutureWatcher<Result>::finished, watcher, [watcher, handle] {
            watcher->deleteLater();
            handle.resume();
        });
        watcher->setFuture(m_future);
    }
    Result await_resume() const { return m_future.result(); }

private:
    QFuture<Result> m_future;
};

} // namespace Spawn
