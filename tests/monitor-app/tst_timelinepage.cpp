// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timelinepage.h"

#include "monitor-app/timelinecommands.h"

#include "look/theme.h"
#include "models/cellrole.h"
#include "timeline/hovercard.h"
#include "timeline/timelineview.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtable.h"
#include "window/mainwindow.h"

#include <QtTest/QtTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>

using namespace Spawn;

class TimelinePageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void zoomAndPan();
    void follows();
    void wheelZoomsAtThePointer();
    void range();
    void rangeByKeys();
    void selectsByPointer();
    void selectsByKeys();
    void hoverCard();
    void filterAndEscape();
    void tableTwin();
    void opensAndFinds();
    void paintsManyQuickly();
    void isNamed();

private:
    QPoint middleOf(const TimelineBar &bar) const;
    const TimelineBar &wideBar() const;
    void drag(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers modifiers = {});

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
    SyntheticApplication *m_source = nullptr;
    TimelinePage *m_page = nullptr;
    TimelineView *m_view = nullptr;
    qint64 m_now = 0;
};

void TimelinePageTest::init()
{
    m_now = SyntheticApplication::now();
    m_theme = std::make_unique<Theme>(Theme::Choice::Light);
    m_window = std::make_unique<MainWindow>();
    m_source = new SyntheticApplication;
    m_source->fill();
    fillTimeline(*m_source);
    m_window->attach(m_source, [this] { return m_now; });
    m_page = m_window->findChild<TimelinePage *>();
    m_view = m_page->findChild<TimelineView *>();
    m_window->setCurrentPage(m_page);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_view->setFocus();
}

void TimelinePageTest::cleanup()
{
    m_window.reset();
    m_theme.reset();
}

QPoint TimelinePageTest::middleOf(const TimelineBar &bar) const
{
    return m_view->shape().slotRect(bar).center().toPoint();
}

const TimelineBar &TimelinePageTest::wideBar() const
{
    const std::vector<TimelineBar> &bars = m_view->shown().running;
    return *std::find_if(bars.begin(), bars.end(), [](const TimelineBar &bar) {
        return bar.left > 100 && bar.right < 800 && bar.right - bar.left > 60;
    });
}

void TimelinePageTest::drag(const QPoint &from, const QPoint &to, Qt::KeyboardModifiers modifiers)
{
    QWidget *const viewport = m_view->viewport();
    QTest::mousePress(viewport, Qt::LeftButton, modifiers, from);
    for (const QPoint &at : {(from + to) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, at, viewport->mapToGlobal(at), Qt::NoButton,
                         Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(viewport, &move);
    }
    QTest::mouseRelease(viewport, Qt::LeftButton, modifiers, to);
}

void TimelinePageTest::zoomAndPan()
{
    const qint64 length = m_view->shown().scale.range.length();
    QTest::keyClick(m_view, Qt::Key_Plus);
    QVERIFY(m_view->shown().scale.range.length() < length);
    QVERIFY(m_view->isFollowing()); // the live edge stays where it is
    QTest::keyClick(m_view, Qt::Key_Minus);
    QVERIFY(qAbs(m_view->shown().scale.range.length() - length) < 5);
    const qint64 from = m_view->shown().scale.range.from;
    QTest::keyClick(m_view, Qt::Key_Left);
    QVERIFY(m_view->shown().scale.range.from < from);
    QVERIFY(!m_view->isFollowing());
    const TimeScale before = m_view->shown().scale;
    drag({500, 200}, {600, 200});
    QCOMPARE(m_view->shown().scale.range.from, before.moved(-100).range.from);
    QTest::keyClick(m_view, Qt::Key_0);
    QVERIFY(m_view->shown().scale.range.contains(m_now));
    QVERIFY(m_view->shown().scale.range.contains(m_view->history().waits().begin()));
    // Nobody gets lost.
    for (int i = 0; i < 100; ++i)
        m_view->pan(-500);
    QVERIFY(m_view->shown().scale.range.to > m_view->history().waits().begin());
}

void TimelinePageTest::follows()
{
    const TimeRange before = m_view->shown().scale.range;
    m_now += 1000;
    Q_EMIT m_source->changed({});
    QTRY_COMPARE(m_view->shown().scale.range.to, before.to + 1000);
    QTest::keyClick(m_view, Qt::Key_F);
    QVERIFY(!m_view->isFollowing());
    m_now += 1000;
    Q_EMIT m_source->changed({});
    QTRY_COMPARE(m_view->shown().now, m_now);
    QCOMPARE(m_view->shown().scale.range.to, before.to + 1000);
    QTest::keyClick(m_view, Qt::Key_F);
    QCOMPARE(m_view->shown().scale.range.to, before.to + 2000);
}

void TimelinePageTest::wheelZoomsAtThePointer()
{
    m_view->setFollowing(false);
    const QPointF at(500, 200);
    const qint64 moment = m_view->shown().scale.moment(at.x() - TimelineGeometry::Labels);
    const qint64 length = m_view->shown().scale.range.length();
    QWheelEvent event(at, m_view->viewport()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &event);
    QVERIFY(m_view->shown().scale.range.length() < length);
    QVERIFY(qAbs(m_view->shown().scale.moment(at.x() - TimelineGeometry::Labels) - moment) < 1000);
}

void TimelinePageTest::range()
{
    drag({400, 300}, {600, 300}, Qt::ShiftModifier);
    QVERIFY(m_view->range());
    const TimeScale &scale = m_view->shown().scale;
    QCOMPARE(m_view->range()->from, scale.moment(400 - TimelineGeometry::Labels));
    QCOMPARE(m_view->range()->to, scale.moment(600 - TimelineGeometry::Labels));
    QVERIFY(m_view->isFollowing());
    QVERIFY(m_page->clear());
    QVERIFY(!m_view->range());
    // From right to left it is the same.
    drag({600, 300}, {400, 300}, Qt::ShiftModifier);
    QVERIFY(!m_view->range()->isEmpty());
}

void TimelinePageTest::rangeByKeys()
{
    m_view->select(wideBar().command);
    const TimelineBar bar = wideBar();
    QTest::keyClick(m_view, Qt::Key_BracketLeft);
    QTest::keyClick(m_view, Qt::Key_BracketRight);
    QVERIFY(m_view->range());
    const TimeScale &scale = m_view->shown().scale;
    QVERIFY(qAbs(m_view->range()->from - scale.moment(bar.left)) < 1000);
    QVERIFY(qAbs(m_view->range()->to - scale.moment(bar.right)) < 1000);
    const QList<QuietButton *> buttons = m_page->findChildren<QuietButton *>();
    const auto reset = std::find_if(buttons.begin(), buttons.end(), [](const QuietButton *button) {
        return button->text() == u"Reset range";
    });
    QVERIFY((*reset)->isEnabled());
    (*reset)->click();
    QVERIFY(!m_view->range());
}

void TimelinePageTest::selectsByPointer()
{
    QSignalSpy selected(m_page, &Page::selected);
    QSignalSpy opened(m_page, &Page::opened);
    const TimelineBar bar = wideBar();
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middleOf(bar));
    QCOMPARE(m_view->selected(), bar.command);
    QCOMPARE(selected.size(), 1);
    QCOMPARE(selected.first().first().value<Subject>().command, bar.command);
    QCOMPARE(m_window->currentPage(), m_page); // to look elsewhere takes more than a click
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, middleOf(bar));
    QCOMPARE(opened.size(), 1);
    m_window->setCurrentPage(m_page);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(300, 60));
    QCOMPARE(m_view->selected(), 0ULL);
}

void TimelinePageTest::selectsByKeys()
{
    QTest::keyClick(m_view, Qt::Key_Down); // the newest
    const quint64 newest = m_view->selected();
    QVERIFY(newest != 0);
    QVERIFY(m_view->accessibleDescription().contains(u"/usr/bin/"));
    QTest::keyClick(m_view, Qt::Key_Left, Qt::ControlModifier);
    const quint64 earlier = m_view->selected();
    QVERIFY(earlier != newest);
    QTest::keyClick(m_view, Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(m_view->selected(), newest);
    QSignalSpy opened(m_page, &Page::opened);
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
}

void TimelinePageTest::hoverCard()
{
    auto *const card = m_view->findChild<HoverCard *>();
    const std::vector<TimelineBar> bars = m_view->shown().running; // it goes on meanwhile
    for (const TimelineBar &bar : bars) {
        const QPoint at = middleOf(bar);
        if (!m_view->viewport()->rect().contains(at) || bar.left < 0)
            continue;
        QMouseEvent move(QEvent::MouseMove, at, m_view->viewport()->mapToGlobal(at), Qt::NoButton,
                         Qt::NoButton, {});
        QCoreApplication::sendEvent(m_view->viewport(), &move);
        QVERIFY(!card->isVisible());
        QTRY_VERIFY(card->isVisible());
        QVERIFY(!card->geometry().contains(at));
        QVERIFY(m_view->viewport()->rect().contains(card->geometry()));
        QVERIFY(card->content().title.startsWith(u"/usr/bin/"));
        if (bar.lane > 1)
            break;
    }
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(m_view->viewport(), &leave);
    QVERIFY(!card->isVisible());
}

void TimelinePageTest::filterAndEscape()
{
    QTest::keyClick(m_window.get(), Qt::Key_Slash);
    auto *const field = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(field);
    QTest::keyClicks(field, QStringLiteral("0"));
    QCOMPARE(field->text(), u"0"_qs);
    field->setText(u"state:failed"_qs);
    const auto quiet = [this] {
        const std::vector<TimelineBar> &bars = m_view->shown().running;
        return std::count_if(bars.begin(), bars.end(),
                             [](const TimelineBar &bar) { return bar.quiet; });
    };
    QVERIFY(quiet() > 0);
    QVERIFY(quiet() < std::ssize(m_view->shown().running));
    QVERIFY(m_page->clear());
    QCOMPARE(quiet(), 0);
    QVERIFY(!m_page->clear());
}

void TimelinePageTest::tableTwin()
{
    QTest::keyClick(m_view, Qt::Key_T, Qt::ControlModifier);
    auto *const table = m_page->findChild<RowTable *>();
    QVERIFY(table->isVisible());
    QVERIFY(!m_view->isVisible());
    const int all = table->model()->rowCount();
    QVERIFY(all > 37);
    m_view->setRange(TimeRange{m_now - 400'000, m_now - 300'000});
    QVERIFY(table->model()->rowCount() < all);
    table->selectRow(0);
    QCOMPARE(m_view->selected(), table->model()->index(0, 0).data(IdRole).toULongLong());
    QTest::keyClick(table, Qt::Key_T, Qt::ControlModifier);
    QVERIFY(m_view->isVisible());
}

void TimelinePageTest::opensAndFinds()
{
    const quint64 first = m_view->history().runs().lanes().front().front().id;
    QVERIFY(m_page->open({Subject::Kind::Command, first, {}}));
    QCOMPARE(m_view->selected(), first);
    QVERIFY(!m_page->open({Subject::Kind::Command, 4711, {}}));
    QVERIFY(!m_page->open({Subject::Kind::Log, 0, {}}));
    m_view->select(0);
    QVERIFY(m_page->find(u"ffmpeg"_qs));
    const quint64 newest = m_view->selected();
    QVERIFY(m_page->find(u"FFMPEG"_qs));
    QVERIFY(m_view->selected() < newest);
    QVERIFY(!m_page->find(u"nothing like this"_qs));
}

void TimelinePageTest::paintsManyQuickly()
{
    QHash<quint64, CommandSnapshot> &commands = m_source->value.commands;
    commands.reserve(100'000);
    for (quint64 i = 0; i < 100'000; ++i) {
        CommandSnapshot &command = commands[10'000 + i];
        command.id = 10'000 + i;
        command.arguments = QStringList{u"make"_qs};
        command.state = CommandReply::State::Finished;
        command.submitted = m_now - 3'600'000 + qint64(i / 4) * 140;
        command.started = command.submitted + 20;
        command.finished = command.started + 100;
    }
    Q_EMIT m_source->reset();
    m_view->fit();
    QElapsedTimer timer;
    timer.start();
    constexpr int times = 10;
    for (int i = 0; i < times; ++i) {
        m_view->zoom(1.0001);
        m_view->viewport()->repaint();
    }
    const double each = double(timer.nsecsElapsed()) / 1e6 / times;
    qInfo("all of 100 000: %.1f ms", each);
#ifndef __SANITIZE_ADDRESS__ // which looks at each access
    QVERIFY2(each < 200, "far from 20 ms, even on a slow machine");
#endif
}

void TimelinePageTest::isNamed()
{
    QVERIFY(!m_view->accessibleName().isEmpty());
    for (const QuietButton *const button : m_page->findChildren<QuietButton *>())
        QVERIFY(!button->text().isEmpty() || !button->accessibleName().isEmpty());
    for (const QAction *const action : m_page->actions())
        QVERIFY(!action->shortcuts().isEmpty() && !action->text().isEmpty());
}

QTEST_MAIN(TimelinePageTest)
#include "tst_timelinepage.moc"
