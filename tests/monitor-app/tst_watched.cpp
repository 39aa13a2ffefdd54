// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "attach/attachments.h"
#include "common/patience.h"
#include "look/theme.h"
#include "widgets/rowtable.h"
#include "window/mainwindow.h"
#include "window/page.h"

#include <monitoring/monitorclient.h>

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <csignal>

using namespace Spawn;

// A real application, the real window, the real program for the terminal, and a helper that dies.
class WatchedTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theHelpersEndIsSeenByAll();
};

void WatchedTest::theHelpersEndIsSeenByAll()
{
    const QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", runtime.path().toLocal8Bit());
    QProcess application;
    application.start(QStringLiteral(PHOTOINDEXER), {runtime.path()});
    QVERIFY(application.waitForStarted());

    Theme theme(Theme::Choice::Light);
    MainWindow window;
    Attachments attachments(&window);
    window.show();
    attachments.start();
    QTRY_VERIFY_WITH_TIMEOUT(window.currentApplication(), Patience);
    const auto snapshot = [&]() -> const SpawnerSnapshot & {
        return window.currentApplication()->snapshot();
    };
    QCOMPARE(snapshot().application, u"photoindexer"_qs);
    QCOMPARE(snapshot().processId, application.processId());
    QTRY_VERIFY_WITH_TIMEOUT(snapshot().helper.processId > 1 && !snapshot().commands.isEmpty(),
                             Patience);
    const qint64 helper = snapshot().helper.processId;
    QCOMPARE(kill(static_cast<pid_t>(helper), SIGBUS), 0);

    const auto page = std::find_if(window.pages().begin(), window.pages().end(),
                                   [](const Page *p) { return p->title() == u"Restarts"; });
    QVERIFY(page != window.pages().end());
    const QAbstractItemModel *const restarts = (*page)->findChild<RowTable *>()->model();
    QTRY_COMPARE_WITH_TIMEOUT(restarts->rowCount(), 1, Patience);
    QString row;
    for (int column = 0; column < restarts->columnCount(); ++column)
        row += restarts->index(0, column).data().toString() + u'\n';
    QVERIFY2(row.contains(u"SIGBUS"), qPrintable(row));
    QVERIFY2(row.contains(QString::number(helper)), qPrintable(row));
    QTRY_VERIFY_WITH_TIMEOUT(
        snapshot().helper.processId > 1 && snapshot().helper.processId != helper, Patience);

    QProcess monitor;
    monitor.start(QStringLiteral(MONITOR_PROGRAM), {u"restarts"_qs, u"--json"_qs});
    QTRY_COMPARE_WITH_TIMEOUT(monitor.state(), QProcess::NotRunning, Patience);
    const QJsonObject told = QJsonDocument::fromJson(monitor.readAllStandardOutput()).object();
    QCOMPARE(told.value(u"reason"_qs).toString(), u"Crashed"_qs);
    QCOMPARE(told.value(u"signal"_qs).toInt(), SIGBUS);
    QCOMPARE(told.value(u"pid"_qs).toInteger(), helper);

    application.terminate();
    QVERIFY(application.waitForFinished(Patience));
}

QTEST_MAIN(WatchedTest)
#include "tst_watched.moc"
