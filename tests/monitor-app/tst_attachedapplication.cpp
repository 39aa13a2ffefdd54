// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/patience.h"
#include "window/attachedapplication.h"

#include "common/commandspy.h"
#include "common/heldcommand.h"
#include "common/spawnerfixture.h"
#include "common/testchild.h"
#include "monitor-app/namedparts.h"

#include "look/theme.h"
#include "widgets/rowtable.h"
#include "widgets/rowtree.h"
#include "window/mainwindow.h"
#include "window/page.h"
#include "window/trayicon.h"

#include <cluster/cluster.h>
#include <monitoring/monitorserver.h>

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>
#include <QtWidgets/QDialog>

#include <csignal>
#include <unistd.h>

using namespace Spawn;
using Access = AttachedApplication::Access;

// A real spawner in this process, as the window sees it over its socket.
class AttachedApplicationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void windowShowsTheHelpersEnd();
    void windowReloadsACluster();
    void forwardsChanges();
    void asksAndIsAnswered();
    void readOnlyAsksNothing();
    void isCutOff();
    void isRefused();

private:
    AsyncSpawner &spawner() { return m_fixture.spawner(); }
    static MonitorTarget target();

    QTemporaryDir m_runtime;
    SpawnerFixture m_fixture;
    MonitorServer *m_server = nullptr;
};

void AttachedApplicationTest::initTestCase()
{
    qputenv("XDG_RUNTIME_DIR", m_runtime.path().toLocal8Bit());
    keepSettingsIn(m_runtime.path(), u"tst_attachedapplication"_qs);
}

void AttachedApplicationTest::init()
{
    m_fixture.begin();
    m_server = new MonitorServer(&spawner(), &spawner());
    m_server->setControlAllowed(true);
    QVERIFY2(m_server->listen(u"photo indexer"_qs), qPrintable(m_server->errorString()));
}

void AttachedApplicationTest::cleanup()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), 20000);
}

MonitorTarget AttachedApplicationTest::target()
{
    for (const MonitorTarget &target : MonitorClient::targets()) {
        if (target.processId == getpid() && !target.socket.isEmpty())
            return target;
    }
    return {};
}

static Page *page(const MainWindow &window, const QString &title)
{
    for (Page *const page : window.pages()) {
        if (page->title() == title)
            return page;
    }
    return nullptr;
}

void AttachedApplicationTest::windowShowsTheHelpersEnd()
{
    CommandSpy first(spawner().aspawn({u"true"_qs}));
    QVERIFY(first.waitForGone());
    const Theme theme(Theme::Choice::Light);
    MainWindow window;
    auto *const source = new AttachedApplication(Access::AsAllowed);
    QSignalSpy attached(source, &AttachedApplication::attached);
    source->attach(target());
    QVERIFY(attached.wait(Patience));
    ShownApplication *const shown = window.attach(source);
    QCOMPARE(shown->snapshot().application, u"photo indexer"_qs);
    QCOMPARE(shown->snapshot().processId, qint64(getpid()));
    QVERIFY(shown->isControlAllowed());

    const qint64 helper = spawner().helperProcessId();
    QCOMPARE(shown->snapshot().helper.processId, helper);
    QCOMPARE(::kill(pid_t(helper), SIGKILL), 0);
    const QAbstractItemModel *const rows
        = page(window, u"Restarts"_qs)->findChild<RowTable *>()->model();
    QTRY_COMPARE_WITH_TIMEOUT(rows->rowCount(), 1, Patience);
    QStringList cells;
    for (int column = 0; column < rows->columnCount(); ++column)
        cells += rows->index(0, column).data().toString();
    QVERIFY2(cells.contains(u"Crashed: SIGKILL"_qs), qPrintable(cells.join(u"; "_qs)));
    QVERIFY2(cells.contains(QString::number(helper)), qPrintable(cells.join(u"; "_qs)));
    window.detach(shown);
}

void AttachedApplicationTest::windowReloadsACluster()
{
    Cluster cluster(&spawner());
    cluster.setProgram(SERVER);
    m_server->add(&cluster);
    QSignalSpy listening(&cluster, &Cluster::workerListening);
    QSignalSpy reloaded(&cluster, &Cluster::reloaded);
    cluster.startWorker();
    QTRY_COMPARE_WITH_TIMEOUT(listening.size(), 1, Patience);

    const Theme theme(Theme::Choice::Light);
    MainWindow window;
    auto *const source = new AttachedApplication(Access::AsAllowed);
    QSignalSpy attached(source, &AttachedApplication::attached);
    source->attach(target());
    QVERIFY(attached.wait(Patience));
    ShownApplication *const shown = window.attach(source);
    Page *const clusters = page(window, u"Clusters"_qs);
    QAction *const reload = actionNamed(clusters, u"Reload…"_qs);
    QTRY_VERIFY_WITH_TIMEOUT(reload->isEnabled(), Patience); // of the only one
    const QAbstractItemModel *const rows = clusters->findChild<RowTree *>()->model();
    QTRY_VERIFY_WITH_TIMEOUT(rowNamed(*rows, u"Worker 1"_qs).isValid(), Patience);
    reload->trigger();
    auto *const dialog = clusters->findChild<QDialog *>();
    QVERIFY(dialog);
    buttonNamed(dialog, u"Reload 1 worker"_qs)->click();
    QTRY_COMPARE_WITH_TIMEOUT(reloaded.size(), 1, Patience);
    QCOMPARE(reloaded.first().first().toBool(), true);
    QTRY_VERIFY_WITH_TIMEOUT(rowNamed(*rows, u"Worker 2"_qs).isValid(), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(!rowNamed(*rows, u"Worker 1"_qs).isValid(), Patience);
    QTRY_COMPARE_WITH_TIMEOUT(clusters->findChild<RowTable *>()->model()->rowCount(), 1, Patience);
    window.detach(shown);
}

void AttachedApplicationTest::forwardsChanges()
{
    AttachedApplication source(Access::AsAllowed);
    QSignalSpy reset(&source, &MonitoredApplication::reset);
    QSignalSpy changed(&source, &MonitoredApplication::changed);
    source.attach(target());
    QTRY_COMPARE_WITH_TIMEOUT(reset.size(), 1, Patience);
    const SpawnerSnapshot &snapshot = source.snapshot();
    CommandSpy spy(spawner().aspawn({u"true"_qs}));
    QVERIFY(spy.waitForGone());
    QTRY_VERIFY_WITH_TIMEOUT(snapshot.commands.value(spy.id()).isFinished(), Patience);
    QVERIFY(std::any_of(changed.begin(), changed.end(), [&spy](const QVariantList &arguments) {
        return arguments.first().value<QList<quint64>>().contains(spy.id());
    }));
    QCOMPARE(&source.snapshot(), &snapshot); // and not a copy
}

void AttachedApplicationTest::asksAndIsAnswered()
{
    AttachedApplication source(Access::AsAllowed);
    QSignalSpy attached(&source, &AttachedApplication::attached);
    QSignalSpy answered(&source, &MonitoredApplication::answered);
    source.request(u"kill"_qs, {1});
    QCOMPARE(answered.size(), 0); // never before it has returned
    QVERIFY(answered.wait(Patience));
    QCOMPARE(answered.takeFirst(), QVariantList({u"kill"_qs, u"It is not attached."_qs}));
    source.attach(target());
    QVERIFY(attached.wait(Patience));
    CommandSpy running(spawner().aspawn(heldCommand(0)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    source.request(u"kill"_qs, {running.id()});
    QVERIFY(answered.wait(Patience));
    QCOMPARE(answered.takeFirst(), QVariantList({u"kill"_qs, QString()}));
    QVERIFY(running.waitForGone());
    QCOMPARE(running.result().signalNumber, SIGKILL);
}

void AttachedApplicationTest::readOnlyAsksNothing()
{
    AttachedApplication source(Access::ReadOnly);
    QSignalSpy attached(&source, &AttachedApplication::attached);
    QSignalSpy answered(&source, &MonitoredApplication::answered);
    source.attach(target());
    QVERIFY(attached.wait(Patience));
    QCOMPARE(source.snapshot().application, u"photo indexer"_qs);
    QVERIFY(!source.isControlAllowed());
    CommandSpy running(spawner().aspawn(heldCommand(0)));
    QTRY_VERIFY_WITH_TIMEOUT(running.hasStarted(), Patience);
    QTRY_VERIFY_WITH_TIMEOUT(source.snapshot().commands.contains(running.id()), Patience);
    QVERIFY(!source.isControlAllowed());
    source.request(u"kill"_qs, {running.id()});
    QVERIFY(answered.wait(Patience));
    QCOMPARE(answered.first(), QVariantList({u"kill"_qs, u"It is attached read-only."_qs}));
    QVERIFY(!running.isFinished());
    running.reply()->kill();
    QVERIFY(running.waitForGone());
}

void AttachedApplicationTest::isCutOff()
{
    const Theme theme(Theme::Choice::Light);
    MainWindow window;
    TrayIcon tray(&window);
    QSignalSpy noticed(&tray, &TrayIcon::noticed);
    auto *const source = new AttachedApplication(Access::AsAllowed);
    QSignalSpy attached(source, &AttachedApplication::attached);
    source->attach(target());
    QVERIFY(attached.wait(Patience));
    tray.watch(source);
    ShownApplication *const shown = window.attach(source);
    delete std::exchange(m_server, nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(shown->isCutOff(), Patience);
    QCOMPARE(shown->snapshot().application, u"photo indexer"_qs);
    QCOMPARE(noticed.size(), 1);
    QCOMPARE(noticed.first().first().toString(), u"photo indexer is cut off"_qs);
}

void AttachedApplicationTest::isRefused()
{
    AttachedApplication source(Access::AsAllowed);
    QSignalSpy attached(&source, &AttachedApplication::attached);
    QSignalSpy disconnected(&source, &MonitoredApplication::disconnected);
    MonitorTarget gone = target();
    gone.socket += u".gone"_qs;
    source.attach(gone);
    QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, Patience); // maybe at once
    QVERIFY(!disconnected.first().first().toString().isEmpty());
    QCOMPARE(attached.size(), 0);
}

QTEST_MAIN(AttachedApplicationTest)
#include "tst_attachedapplication.moc"
