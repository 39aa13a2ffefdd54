// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>
#include <workers/poolpipe.h>
#include <workers/workerpool.h>

#include <QtCore/QIODevice>
#include <QtCore/QPointer>

#include <map>
#include <memory>

namespace Spawn {

class LineSplitter;

// A pool as a stream of lines: forkfriend's duplex stream. A line that is written is sent to a
// worker as a JSON string without its newline; an answer that is a string can be read as it is, any
// other as compact JSON, a line each.
//
//   Spawn::WorkerPool pool(&spawner);
//   pool.addWorkers("parse.js", {}, 4);
//   Spawn::PoolPipe *pipe = Spawn::WorkerPoolDevice::pipe(&log, &pool, &results);
//
// Open from the beginning. Bounded both ways: write() takes what there is room for, which its
// result says, and what is not read is left with the workers. A line may have 64 MiB: the write()
// that makes it longer says -1, and the line and what is behind it are given up. After that, and
// after closeWriteChannel(), the work goes on to its end; when the last answer has come
// readChannelFinished() is emitted, once.
//
// The workers have to answer each line once (WorkerPool::oneAnswerPerMessage). A line that the pool
// drops has no answer; the pool says so.
class ASYNCSPAWNER_EXPORT WorkerPoolDevice final : public QIODevice
{
    Q_OBJECT
public:
    // Of all programs of the pool, each of which then gets a copy of every line, or of that one.
    explicit WorkerPoolDevice(WorkerPool *pool, const QString &program = {},
                              QObject *parent = nullptr);
    ~WorkerPoolDevice() override;

    // Answers in the order of their lines; by default they come as soon as they are there. To be
    // set before anything is written.
    bool isOrdered() const { return m_ordered; }
    void setOrdered(bool ordered) { m_ordered = ordered; }

    void closeWriteChannel(); // a last line needs no newline
    bool isFinished() const { return m_finished; }
    qint64 room() const; // what write() takes now

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override; // not sent to a worker yet
    bool canReadLine() const override;
    bool atEnd() const override;
    void close() override;

    // Reads all of in, sends its lines through the pool, and writes the answers to out. All three
    // have to outlive the pipe, which is a child of the pool and deletes itself after finished().
    static PoolPipe *pipe(QIODevice *in, WorkerPool *pool, QIODevice *out);

protected:
    qint64 readData(char *data, qint64 maximumSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    void wake();
    void sendOn();
    bool sendLine(QByteArrayView line);
    void answered(quint64 tag, const QJsonValue &answer);
    void lost(quint64 tag);
    void settled(quint64 tag, const QByteArray &lines);
    void setReading(bool reading);
    void finishWhenAllIsAnswered();

    const QPointer<WorkerPool> m_pool;
    const QString m_program;
    const std::unique_ptr<LineSplitter> m_input; // lines that are not sent yet
    QByteArray m_output; // answers that are not read yet
    qsizetype m_read = 0; // bytes of it
    // Ordered: what has come before its turn. An empty one has none, and is skipped.
    std::map<quint64, QByteArray> m_early;
    const quint64 m_tags; // the device's own, by their upper bits
    quint64 m_last = 0; // tag of the line sent last
    quint64 m_next = 1; // tag whose answer is next in order
    qsizetype m_pending = 0; // lines without an answer
    bool m_ordered = false;
    bool m_ready = true; // the pool takes more
    bool m_reading = true;
    bool m_wakePosted = false;
    bool m_inputEnded = false;
    bool m_finished = false;
};

} // namespace Spawn
