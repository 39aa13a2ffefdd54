// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/tracedapplication.h"

#include "common/leftovers.h"
#include "common/testchild.h"
#include "wire/frame.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>
#include <functional>
#include <optional>

using namespace Qt::StringLiterals;
using namespace Spawn::Wire;

// An application that is killed at one of the calls by which it sends requests: its hello,
// descriptors, frames. Three frames are more than the socket holds.
class SendDeathTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void f22_killedBeforeASend_data();
    void f22_killedBeforeASend();
    void f22_killedInTheMiddleOfAFrame();

private:
    static constexpr int Commands = 3;

    QList<QByteArray> words() const;
    void killWhen(const std::function<bool()> &isTime);
    // What it has sent until now.
    int wholeFrames() const;
    bool isInAFrame() const;

    QTemporaryDir m_folder;
    std::optional<TracedApplication> m_application;
};

QList<QByteArray> SendDeathTest::words() const
{
    QList<QByteArray> result{"commands",
                             QByteArray::number(Commands),
                             TESTCHILD,
                             "append",
                             QFile::encodeName(m_folder.filePath(u"ran"_s)),
                             "exit",
                             "0"};
    for (int i = 0; i < 12; ++i)
        result.append(QByteArray(130000, 'x'));
    return result;
}

int SendDeathTest::wholeFrames() const
{
    FrameDecoder decoder;
    decoder.append(m_application->sent());
    int whole = 0;
    while (const auto frame = decoder.next())
        whole += frame->type == MessageType::Spawn ? 1 : 0;
    return whole;
}

bool SendDeathTest::isInAFrame() const
{
    FrameDecoder decoder;
    decoder.append(m_application->sent());
    while (decoder.next()) { }
    return decoder.pendingSize() > 0;
}

void SendDeathTest::killWhen(const std::function<bool()> &isTime)
{
    const Leftovers leftovers;
    const QString mark = m_folder.filePath(u"ran"_s);
    QFile::remove(mark);
    m_application.emplace();
    if (!m_application->start(words()))
        QSKIP("No process may be traced here.");
    QVERIFY(m_application->killWhen(isTime));
    const QList<pid_t> children = m_application->lastChildren();
    QVERIFY(!children.isEmpty());
    for (const pid_t child : children) {
        kill(child, SIGCONT); // one of the tests has stopped it
        QTRY_VERIFY_WITH_TIMEOUT(!Leftovers::isAlive(child), 10000);
    }
    QTRY_COMPARE_WITH_TIMEOUT(leftovers.taggedProcesses(), QList<qint64>(), 10000);
    QVERIFY2(runCount(mark) <= wholeFrames(), qPrintable(QString::number(runCount(mark))));
}

void SendDeathTest::f22_killedBeforeASend_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("hello") << 1;
    QTest::newRow("the first descriptors") << 2;
    for (int number = 3; number <= 7; ++number)
        QTest::addRow("what follows, %d", number) << number;
}

void SendDeathTest::f22_killedBeforeASend()
{
    QFETCH(int, number);
    killWhen([&] { return m_application->sends() == number; });
    if (!QTest::currentTestFailed() && number <= 3)
        QCOMPARE(wholeFrames(), 0);
}

// The helper does not read, so that the socket is full at last.
void SendDeathTest::f22_killedInTheMiddleOfAFrame()
{
    killWhen([this] {
        if (m_application->sends() == 3) {
            for (const pid_t helper : m_application->children())
                kill(helper, SIGSTOP);
        }
        return isInAFrame();
    });
    if (!QTest::currentTestFailed())
        QVERIFY(wholeFrames() < Commands);
}

QTEST_GUILESS_MAIN(SendDeathTest)
#include "tst_senddeath.moc"
